import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Base64Stream } from './base64-stream.js';
import { decodeBase64, type Decoded } from './base64.js';

const ALL = Number.MAX_SAFE_INTEGER;

function stream(pieces: Iterable<string>, maxChars = ALL): Decoded & { parts: readonly Buffer[] } {
  const parts: Buffer[] = [];
  const decoder = new Base64Stream(maxChars, (bytes) => parts.push(bytes));
  let problem: string | null = null;
  for (const piece of pieces) problem ??= decoder.write(piece);
  problem ??= decoder.end();
  if (problem !== null) return { ok: false, problem, parts };
  expect(decoder.size).toBe(parts.reduce((size, part) => size + part.length, 0));
  return { ok: true, bytes: Buffer.concat(parts), mimeType: decoder.mimeType, parts };
}

function cut(text: string, places: readonly number[]): string[] {
  const sorted = places.map((place) => place % (text.length + 1)).sort((left, right) => left - right);
  return [...sorted, text.length].map((end, index) => text.slice(sorted[index - 1] ?? 0, end));
}

describe('streamed base64', () => {
  it('decodes whatever was encoded, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.array(fc.nat()),
        fc.constantFrom('', 'data:image/PNG;base64,', 'data:;base64,\n'),
        (data, places, prefix) => {
          const text = prefix + Buffer.from(data).toString('base64');
          const mimeType = prefix.includes('PNG') ? 'image/png' : null;
          expect(stream(cut(text, places))).toMatchObject({ ok: true, bytes: Buffer.from(data), mimeType });
        },
      ),
    );
  });

  it('agrees with decodeBase64 on any text, wherever it is cut', () => {
    const scraps = ['A', 'B', 'Q', 'w', '/', '+', '=', '-', '€', ' ', '\r\n', 'QUJD', 'QUI=', 'QQ=='];
    const prefixes = ['data:', 'd', 'DATA:', 'data', 'data:a/b;', ';base64,', 'data:;base64,', ',', 'x'.repeat(509)];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...scraps, ...prefixes), { maxLength: 7 }),
        fc.array(fc.nat(), { maxLength: 5 }),
        (parts, places) => {
          const text = parts.join('');
          const { parts: _, ...streamed } = stream(cut(text, places));
          expect(streamed).toEqual(decodeBase64(text, ALL));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  const ALPHABET = 'is not of the standard base64 alphabet (A-Z a-z 0-9 + / =, RFC 4648 section 4).';
  it.each([
    ['', 'The base64 text is empty; send at least one byte.'],
    ['data:;base64, \r\n', 'The base64 text is empty; send at least one byte.'],
    ['aGk=x', 'Nothing may follow the "=" of base64, but character 5 does.'],
    ['aGk=€', 'Nothing may follow the "=" of base64, but character 5 does.'],
    ['aGk =\n=', 'There is a "=" too many at character 7; pad base64 to groups of four.'],
    ['====', 'There is a "=" too many at character 1; pad base64 to groups of four.'],
    ['aG Vs\nbG8', 'The base64 text lacks its "=" after character 9; pad it to groups of four.'],
    ['aG= ', 'The base64 text lacks its "=" after character 4; pad it to groups of four.'],
    ['aGVsb ', 'The base64 text ends in the midst of a byte at character 6; send all of it.'],
    ['aGVsb===', 'The base64 text ends in the midst of a byte at character 5; send all of it.'],
    ['aG-_', `Character 3 ${ALPHABET}`],
    ['data:image/png;base64,aG!=', `Character 25 ${ALPHABET}`],
    ['dat!', `Character 4 ${ALPHABET}`],
    ['aGl=', 'The base64 text is not canonical: its last letter before character 4 has unused bits set.'],
    ['QUJDaH = =', 'The base64 text is not canonical: its last letter before character 8 has unused bits set.'],
    ['data:image/png;base64', 'The data: prefix must read "data:<type>;base64," before the base64 text.'],
    ['data:png;base64,aGk=', 'The type in the data: prefix must read like "image/png".'],
  ])('says of %j the same wherever it is cut', (text, problem) => {
    for (let at = 0; at <= text.length; at++) expect(stream(cut(text, [at]))).toMatchObject({ ok: false, problem });
    expect(stream(text.split(''))).toMatchObject({ ok: false, problem });
    expect(decodeBase64(text, ALL)).toEqual({ ok: false, problem });
  });

  it('takes exactly the most characters, and refuses one more as soon as it arrives', () => {
    const problem = 'The base64 text has more than 8 characters; at most 8 are taken. Send the file by upload.';
    for (const text of ['QUJDQUI=', 'aGk =\n  ', ' \r\naGk= ']) {
      for (let at = 0; at <= text.length; at++) {
        expect(stream(cut(text, [at]), 8).ok).toBe(true);
        expect(stream(cut(`${text} `, [at]), 8)).toMatchObject({ ok: false, problem });
      }
    }
    const decoder = new Base64Stream(8, () => undefined);
    expect(decoder.write('QUJDQUJD')).toBeNull();
    expect(decoder.write('Q')).toBe(problem);
    expect(decoder.end()).toBe(problem);
  });

  it('counts the prefix against the limit, also while it is still open', () => {
    expect(stream(['data:;base64,', 'aGk='], 17).ok).toBe(true);
    for (const text of ['data:;base64,aGk=', `data:${'a'.repeat(40)}`])
      for (let at = 0; at <= text.length; at++)
        expect(stream(cut(text, [at]), 16)).toMatchObject({ problem: expect.stringContaining('more than 16') });
  });

  it('names the first fault, be it the length or another', () => {
    for (let at = 0; at <= 6; at++) {
      expect(stream(cut('QUJ!QU', [at]), 4)).toMatchObject({ problem: expect.stringContaining('Character 4') });
      expect(stream(cut('QUJDQ!', [at]), 4)).toMatchObject({ problem: expect.stringContaining('more than 4') });
    }
  });

  it('hands out bytes as they come, never one block twice, and holds no large block for a few', () => {
    const data = Buffer.from(Array.from({ length: 200_000 }, (_, n) => (n * 7919) >> 3));
    const text = data.toString('base64');
    const result = stream(
      cut(
        text,
        Array.from({ length: 1_000 }, (_, n) => n * 256),
      ),
    );
    expect(result.ok && result.bytes.equals(data)).toBe(true);
    expect(result.parts.map((part) => part.length)).toEqual([49_152, 49_152, 49_152, 49_152, 3_392]);
    expect(new Set(result.parts.map((part) => part.buffer)).size).toBe(5);
    expect(result.parts.at(-1)?.buffer.byteLength).toBeLessThan(20_000);
  });

  it('hands out nothing more once it has refused', () => {
    const parts: Buffer[] = [];
    const decoder = new Base64Stream(ALL, (bytes) => parts.push(bytes));
    const problem = decoder.write('QUJD!');
    expect(problem).toContain('Character 5');
    expect(decoder.write('QUJD'.repeat(100_000))).toBe(problem);
    expect(decoder.end()).toBe(problem);
    expect(parts).toEqual([]);
  });
});
