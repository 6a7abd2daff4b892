import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBase64 } from './base64.js';

const ALL = Number.MAX_SAFE_INTEGER;

function problem(text: string, maxChars = ALL): string {
  const result = decodeBase64(text, maxChars);
  if (result.ok) throw new Error(`was accepted: ${JSON.stringify(text)}`);
  return result.problem;
}

function bytes(text: string): Buffer {
  const result = decodeBase64(text, ALL);
  if (!result.ok) throw new Error(result.problem);
  return result.bytes;
}

describe('base64', () => {
  it('decodes whatever was encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (data) => {
        expect(bytes(Buffer.from(data).toString('base64')).equals(Buffer.from(data))).toBe(true);
      }),
    );
  });

  it('skips line breaks and spaces anywhere', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(80), fc.constantFrom(' ', '\r\n', '\n'))),
        (data, breaks) => {
          let text = Buffer.from(data).toString('base64');
          for (const [at, gap] of breaks) text = text.slice(0, at) + gap + text.slice(at);
          expect(bytes(text).equals(Buffer.from(data))).toBe(true);
        },
      ),
    );
  });

  it('accepts exactly the canonical spelling of its bytes', () => {
    const letters = fc.string({
      unit: fc.constantFrom('A', 'B', 'Q', 'w', '/', '+', '=', '-', '_', '%'),
      maxLength: 9,
    });
    fc.assert(
      fc.property(letters, (text) => {
        const result = decodeBase64(text, ALL);
        const canonical = text !== '' && Buffer.from(text, 'base64').toString('base64') === text;
        expect(result.ok).toBe(canonical);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes a data: prefix and hands back its type', () => {
    expect(decodeBase64('data:image/PNG;base64,aGk=', ALL)).toEqual({
      ok: true,
      bytes: Buffer.from('hi'),
      mimeType: 'image/png',
    });
    expect(decodeBase64('DATA:text/plain;charset=utf-8;name=a;BASE64,aGk=', ALL)).toMatchObject({
      ok: true,
      mimeType: 'text/plain',
    });
    expect(decodeBase64('data:;base64,\naGk=', ALL)).toMatchObject({ ok: true, mimeType: null });
    expect(decodeBase64('aGk=', ALL)).toMatchObject({ ok: true, mimeType: null });
  });

  it.each([
    'data:text/plain,aGk=',
    'data:image/png;base64',
    'data:png;base64,aGk=',
    'data:image/png; base64,aGk=',
    `data:${'a'.repeat(600)}/b;base64,aGk=`,
    'data:,',
  ])('refuses the prefix of %j', (text) => expect(problem(text)).toContain('data:'));

  it('refuses a text without bytes', () => {
    for (const text of ['', ' \r\n', 'data:;base64,', 'data:image/png;base64, '])
      expect(problem(text)).toContain('empty');
  });

  it.each([
    ['aGk=x', 'character 5'],
    ['aGk=aGk=', 'character 5'],
    ['aGk==', 'character 5'],
    ['aGVsbG8', 'after character 7'],
    ['aG=', 'after character 3'],
    ['aGVsb', 'midst of a byte at character 5'],
    ['a===', 'midst of a byte'],
    ['====', 'character 1'],
    ['aG\tk=', 'Character 3'],
    ['aG-_', 'Character 3'],
    ['aGé=', 'Character 3'],
    ['aG€=', 'Character 3'],
    ['aGl=', 'not canonical'],
    ['aH==', 'not canonical'],
    ['data:image/png;base64,aG!=', 'Character 25'],
  ])('names the place of the fault in %j', (text, place) => expect(problem(text)).toContain(place));

  it('counts every character against the limit, prefix and line breaks too', () => {
    expect(decodeBase64('aG k=', 5).ok).toBe(true);
    expect(problem('aG k=\n', 5)).toContain('at most 5');
    expect(problem('data:;base64,aGk=', 16)).toContain('17 characters');
  });

  it('does not hold a large block for a few bytes', () => {
    expect(bytes(`${' '.repeat(1_000_000)}aGk=`).buffer.byteLength).toBeLessThan(100_000);
  });

  it('decodes 50 MB, and survives as much junk', () => {
    const data = Buffer.alloc(37_500_000, 'roundtrip');
    const text = data.toString('base64');
    expect(bytes(text).equals(data)).toBe(true);
    expect(problem('='.repeat(50_000_000))).toContain('character 1');
    expect(problem(`data:${'a;'.repeat(25_000_000)}`)).toContain('data:');
  });
});
