import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonValue } from '../strict-json.js';
import { checkPointerPath, valueAt } from './json-pointer.js';

/** RFC 6901, section 5. */
const document: JsonValue = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
};

describe('a JSON Pointer', () => {
  it.each<[string, JsonValue | undefined]>([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
    ['/foo/2', undefined],
    ['/foo/-', undefined],
    ['/foo/00', undefined],
    ['/foo/1.0', undefined],
    ['/foo/length', undefined],
    ['/foo/0/0', undefined],
    ['/nothing', undefined],
    ['/toString', undefined],
    ['/__proto__', undefined],
  ])('%j leads to %j', (pointer, expected) => {
    expect(checkPointerPath(pointer)).toBeNull();
    expect(valueAt(document, pointer)).toEqual(expected);
  });

  it('reads ~01 as ~1, not as a slash', () => expect(valueAt({ '~1': 'x' }, '/~01')).toBe('x'));

  it.each<[unknown, string]>([
    ['foo', 'A JSON Pointer begins with a slash, such as "/data/state"; "" is the whole body.'],
    ['#/foo', 'A JSON Pointer begins with a slash, such as "/data/state"; "" is the whole body.'],
    ['/a~2', 'In a JSON Pointer, ~ is written ~0 and a slash in a name ~1.'],
    ['/a~', 'In a JSON Pointer, ~ is written ~0 and a slash in a name ~1.'],
    [`/${'a'.repeat(1024)}`, 'A JSON Pointer has at most 1024 characters.'],
    [7, 'Give a JSON Pointer as text, such as "/data/state", or a list of them.'],
    [null, 'Give a JSON Pointer as text, such as "/data/state", or a list of them.'],
    [['/a', ['/b']], 'Give a JSON Pointer as text, such as "/data/state", or a list of them.'],
    [[], 'The list is empty; give at least one JSON Pointer.'],
    [Array(9).fill('/a'), 'Give at most 8 JSON Pointers.'],
  ])('%j is refused', (value, message) => expect(checkPointerPath(value)).toBe(message));

  it('of a list is followed in the JSON that the text before it holds', () => {
    const body: JsonValue = {
      data: { resultJson: '{"inner":"[1,{\\"x\\":\\"deep\\"}]"}', broken: '{', twice: '{"a":1,"a":2}', n: 7 },
    };
    expect(valueAt(body, ['/data/resultJson', '/inner', '/1/x'])).toBe('deep');
    expect(valueAt(body, ['/data/resultJson', ''])).toEqual({ inner: '[1,{"x":"deep"}]' });
    expect(valueAt(body, ['/data/n'])).toBe(7);
    for (const at of ['/data/broken', '/data/twice', '/data/n', '/data/nothing'])
      expect(valueAt(body, [at, ''])).toBeUndefined();
  });

  it('finds what its own path leads to, in any object', () => {
    const escape = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
    fc.assert(
      fc.property(fc.string(), fc.string(), (outer, inner) => {
        fc.pre(outer !== '__proto__' && inner !== '__proto__');
        expect(valueAt({ [outer]: { [inner]: 'x' } }, `/${escape(outer)}/${escape(inner)}`)).toBe('x');
      }),
    );
  });

  it('never throws, whatever it is followed in', () => {
    const pointers = fc.array(
      fc.string().map((text) => `/${text}`),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(fc.property(fc.jsonValue(), pointers, (value, path) => void valueAt(value as JsonValue, path)));
  });
});
