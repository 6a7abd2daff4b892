import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isJsonObject, MAX_JSON_DEPTH, parseStrictJson } from './strict-json.js';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

function refusal(text: string | Buffer): { problem: string; line: number; column: number } {
  const result = parseStrictJson(text);
  if (result.ok) throw new Error('was accepted');
  return result;
}

/** Far above what one linear pass over the text needs, far below what a quadratic one would. */
function quickly(work: () => void): void {
  const started = performance.now();
  work();
  expect(performance.now() - started).toBeLessThan(5_000);
}

/** Well-formed by construction: unique keys, none forbidden, shallow. */
const harmless = fc
  .jsonValue({ maxDepth: 8 })
  .filter((value) => !JSON.stringify(value).match(/"(?:__proto__|constructor)":/));

describe('strict JSON', () => {
  it('reads what JSON.parse reads, from text and from bytes', () => {
    fc.assert(
      fc.property(harmless, fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
        expect(parseStrictJson(Buffer.from(text))).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it('accepts no text that JSON.parse refuses, and places the fault inside it', () => {
    const scraps = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'a',
      '1',
      '-',
      '.',
      'e',
      '0',
      'true',
      'null',
      ' ',
      '\n',
      '\\u12',
      '"k":',
    );
    fc.assert(
      fc.property(fc.array(scraps, { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        const result = parseStrictJson(text);
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        if (result.ok) expect(valid).toBe(true);
        else {
          expect(result.problem).not.toContain('The text is not JSON');
          expect(result.line).toBeLessThanOrEqual(text.split('\n').length);
          expect(result.column).toBeLessThanOrEqual((text.split('\n')[result.line - 1] ?? '').length + 1);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('takes the deepest allowed nesting and refuses one more, naming the limit and the place', () => {
    expect(parseStrictJson(nested(MAX_JSON_DEPTH)).ok).toBe(true);
    expect(refusal(`\n${nested(MAX_JSON_DEPTH + 1)}`)).toEqual({
      ok: false,
      problem: 'The JSON is nested deeper than 32 levels; make it flatter (line 2, column 33).',
      line: 2,
      column: 33,
    });
    expect(parseStrictJson(`"${nested(100)}"`).ok).toBe(true);
    expect(parseStrictJson(`[${Array(100).fill(nested(30)).join()}]`).ok).toBe(true);
  });

  it('refuses a key that stands twice in one object, however it is spelled', () => {
    expect(refusal('{"a":1,\n "a":2}')).toMatchObject({ line: 2, column: 2, problem: expect.stringContaining('"a"') });
    expect(refusal('{"a":1,"\\u0061":2}').column).toBe(8);
    expect(refusal('[{"x":{"b":1,"c":[{}],"b":2}}]').problem).toContain('"b"');
    expect(refusal('{"":1,"":2}').problem).toContain('twice');
  });

  it('allows the same key in different objects and as a value', () => {
    expect(parseStrictJson('{"a":{"a":"a"},"b":[{"a":1},{"a":2}],"c":["a","a"]}').ok).toBe(true);
    expect(parseStrictJson('{"a\\\\":1,"a\\"":2,"a":3}').ok).toBe(true);
  });

  it('refuses the keys __proto__ and constructor anywhere, also in escapes', () => {
    for (const key of ['__proto__', 'constructor', '__pr\\u006fto__', '\\u0063onstructor']) {
      expect(refusal(`{"a":[{"${key}" : 1}]}`).problem).toMatch(/The key "(__proto__|constructor)" is not allowed/);
    }
    expect(parseStrictJson('{"a":"__proto__","b":["constructor"],"proto":1}').ok).toBe(true);
  });

  it('cuts a long key in the sentence', () => {
    const key = 'k'.repeat(10_000);
    expect(refusal(`{"${key}":1,"${key}":2}`).problem.length).toBeLessThan(200);
  });

  it.each([
    ['', 1, 1],
    ['{"a":1,}', 1, 8],
    ['{"a" 1}', 1, 6],
    ['[1\n,\n]', 3, 1],
    ['[1 2]', 1, 4],
    ['{} x', 1, 4],
    ['{a:1}', 1, 2],
    ["['a']", 1, 2],
    ['"abc', 1, 1],
    ['"a\nb"', 1, 3],
    ['"\\x41"', 1, 2],
    ['"\\u12g4"', 1, 2],
    ['01', 1, 2],
    ['-', 1, 2],
    ['1.', 1, 3],
    ['1e+', 1, 4],
    ['tru', 1, 1],
    ['NaN', 1, 1],
    ['\ufeff{}', 1, 1],
    ['{"a":{"b":[]}', 1, 14],
  ])('places the fault in %j', (text, line, column) => {
    expect(refusal(text)).toMatchObject({ line, column });
  });

  it('skips a byte order mark before bytes and refuses bytes that are no UTF-8', () => {
    expect(parseStrictJson(Buffer.from('\ufeff{"a":"é"}'))).toEqual({ ok: true, value: { a: 'é' } });
    const latin = Buffer.concat([Buffer.from('{\n"a":"'), Buffer.from([0xe9]), Buffer.from('"}')]);
    expect(refusal(latin)).toMatchObject({ line: 2, column: 6, problem: expect.stringContaining('UTF-8') });
    const far = Buffer.concat([
      Buffer.from(`"${'é€😀'.repeat(50_000)}`),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from('"'),
    ]);
    expect(refusal(far).column).toBe(far.length - 3);
    expect(refusal(Buffer.from([0x22, 0xc3])).problem).toContain('UTF-8');
  });

  it('survives hostile bodies of many megabytes in linear time', () => {
    quickly(() => expect(parseStrictJson('['.repeat(100_000_000)).ok).toBe(false));
    quickly(() => expect(parseStrictJson('[],'.repeat(5_000_000)).ok).toBe(false));
    quickly(() => expect(parseStrictJson(`"${'x'.repeat(50_000_000)}"`).ok).toBe(true));
    quickly(() => expect(parseStrictJson(`"${'\\"'.repeat(10_000_000)}"`).ok).toBe(true));
    quickly(() => expect(parseStrictJson(`"${'\\'.repeat(20_000_001)}"`).ok).toBe(false));
    quickly(() => expect(parseStrictJson(`[${'"a",'.repeat(2_000_000)}x]`).ok).toBe(false));
    quickly(() => expect(parseStrictJson('1'.repeat(10_000_000)).ok).toBe(true));
    quickly(() => expect(parseStrictJson(`${'1'.repeat(10_000_000)}x`).ok).toBe(false));
    quickly(() => expect(parseStrictJson(Buffer.alloc(50_000_000, 0xff)).ok).toBe(false));
    quickly(() => expect(parseStrictJson('\n'.repeat(20_000_000)).ok).toBe(false));
  });

  it('reads a small body in a few microseconds', () => {
    const body = Buffer.from(
      JSON.stringify({ status: 'processing', progress: 40, message: 'rendering', nested: { a: [1, 2] } }),
    );
    const started = performance.now();
    for (let round = 0; round < 20_000; round++) parseStrictJson(body);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('knows an object from an array and null', () => {
    expect([{}, [], null, 'a', 1].map(isJsonObject)).toEqual([true, false, false, false, false]);
  });
});
