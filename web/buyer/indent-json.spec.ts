import { describe, expect, it } from '@jest/globals';
import { indentJson } from './indent-json.ts';

describe('JSON laid out for reading', () => {
  it('is what JSON.stringify would make of it', () => {
    const value = {
      a: [1, 2, { b: 'x, "y": {z}' }],
      empty: {},
      none: [],
      deep: [[[]]],
      text: 'a\\"b',
      t: true,
      n: null,
    };
    expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    expect(indentJson(JSON.stringify(value, null, 7))).toBe(JSON.stringify(value, null, 2));
    for (const plain of ['12', '"a b"', 'null', '[]', '{}']) expect(indentJson(plain)).toBe(plain);
  });

  it('keeps numbers and texts as they were written', () => {
    expect(indentJson('{"id":12345678901234567890,"x":1.0,"u":"\\u0041"}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "x": 1.0,\n  "u": "\\u0041"\n}',
    );
  });

  it('is the text itself where that is no JSON', () => {
    expect(indentJson('{"a": ')).toBe('{"a": ');
    expect(indentJson('')).toBe('');
  });
});
