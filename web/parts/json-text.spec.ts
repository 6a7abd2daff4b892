import { describe, expect, it } from '@jest/globals';
import { indentJson } from './json-text.ts';

describe('JSON to be read', () => {
  it('gives each member a line', () => {
    const text = '{"a":[1,2,{"b":null}],"c":{},"d":[ ],"e":"x"}';
    expect(indentJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
  });

  it('changes no token: long numbers, escapes, keys that stand twice', () => {
    expect(indentJson('{"n":12345678901234567890.10,"n":"\\u0041 \\" , {"}')).toBe(
      '{\n  "n": 12345678901234567890.10,\n  "n": "\\u0041 \\" , {"\n}',
    );
    expect(indentJson(' "one" ')).toBe('"one"');
  });

  it('loses nothing of what is no JSON', () => {
    expect(indentJson('{"a": "never ends, [').replace(/\s/g, '')).toBe('{"a":"neverends,[');
    expect(indentJson('"ends by \\').replace(/\s/g, '')).toBe('"endsby\\');
    expect(indentJson(']]}')).toContain(']');
  });

  it('stays small for a hundred thousand brackets', () => {
    const deep = '['.repeat(100_000);
    expect(indentJson(deep).length).toBeLessThan(100_000 * 70);
  });
});
