import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStrictJson } from '../../src/domain/strict-json.js';
import { mutate, mutation, text } from './spellings.js';
import { MEBI, cut, agrees } from './streamed.js';

describe('streamed JSON beside parseStrictJson', () => {
  it('takes and refuses what parseStrictJson does and reads the same, wherever the body is cut', () => {
    const taken = { clean: 0, mutated: 0 };
    fc.assert(
      fc.property(
        text,
        fc.array(mutation, { maxLength: 2 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        (original, mutations, places) => {
          const bytes = mutations.reduce(mutate, Buffer.from(original));
          if (parseStrictJson(bytes).ok) taken[mutations.length === 0 ? 'clean' : 'mutated']++;
          return agrees(bytes, cut(bytes, places));
        },
      ),
      { numRuns: 30_000 },
    );
    expect(taken.clean).toBeGreaterThan(500);
    expect(taken.mutated).toBeGreaterThan(500);
  });

  it('reads the same with every piece boundary, and byte by byte', () => {
    const document = Buffer.from(
      '\ufeff {"é€😀":"a\\u00e9\\ud83d\\ude00\\/\\\\\\"\\n😀é€\\ud83d","n":[-0,1.5e+3,12,true,false,null ],"":{},\n"x":[[],"€"]}\n',
    );
    for (let at = 0; at <= document.length; at++) {
      expect(agrees(document, cut(document, [at]))).toBe(true);
      expect(agrees(document.subarray(0, at), cut(document.subarray(0, at), [at >> 1]))).toBe(true);
    }
    expect(
      agrees(
        document,
        [...document].map((byte) => Buffer.from([byte])),
      ),
    ).toBe(true);
    for (let pad = 4_000; pad < 4_100; pad++) {
      const shifted = Buffer.concat([Buffer.alloc(pad, ' '), document.subarray(3)]); // without its mark
      expect(agrees(shifted, [shifted])).toBe(true);
    }
    expect(parseStrictJson(document).ok).toBe(true);
  });

  it.each([
    '',
    ' ',
    '\ufeff',
    '\ufeff\ufeff1',
    'true',
    'tru',
    'truex',
    'nullnull',
    'null ',
    '1',
    '-',
    '1.',
    '1e',
    '01',
    '0',
    '-0',
    '"',
    '"a',
    '"a"',
    '"\\',
    '"\\u12',
    '"a"x',
    '{} x',
    '[] ]',
    '{}{}',
    '[1,]',
    '[,1]',
    '{"a":1,}',
    '{"a"}',
    '{"a":}',
    '{a:1}',
    "['a']",
    '[1}',
    '{"a":1]',
    '"\u007f"',
    '"\u0000"',
    '"a\nb"',
    '\u00a01',
    '\u20281',
    '\v1',
    '[1 2]',
    'NaN',
    '-Infinity',
    '+1',
    '.5',
    '0x1',
    '/**/1',
    '[true,false,null]',
    '"\\u0000"',
  ])('decides as parseStrictJson on %j', (edge) => {
    const bytes = Buffer.from(edge);
    for (let at = 0; at <= bytes.length; at++) expect(agrees(bytes, cut(bytes, [at]))).toBe(true);
  });

  it('reads long bodies like short ones', () => {
    const rows = Array.from({ length: 9_500 }, (_, n) => ({
      n,
      'é€😀': [n / 7, `row ${n} ${'😀'.repeat(n % 30)}`, null],
    }));
    const bytes = Buffer.from(JSON.stringify(rows));
    expect(bytes.length).toBeGreaterThan(MEBI);
    expect(agrees(bytes, cut(bytes, [70_001, 70_002, 500_001]))).toBe(true);
  });
});
