import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_FILE_NAME_BYTES, safeFileName } from './file-name.js';

const safe = (name: unknown): string => safeFileName(name, 'file');

describe('a safe file name', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\a.txt', 'a.txt'],
    ['/var/www/', 'file'],
    ['..', 'file'],
    ['.htaccess', 'htaccess'],
    ['...  .a', 'a'],
    ['name. . ', 'name'],
    ['a\u0000b\nc.txt', 'abc.txt'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['\u2066a\u2069\ufeff.csv', 'a.csv'],
    ['cafe\u0301.txt', 'caf\u00e9.txt'],
    ['a:b?.txt', 'a_b_.txt'],
    ['CON', '_CON'],
    ['aux.tar.gz', '_aux.tar.gz'],
    ['Com1 .txt', '_Com1 .txt'],
    ['console.log', 'console.log'],
    ['报告 2026.pdf', '报告 2026.pdf'],
    ['\ud800.txt', 'txt'],
    ['%2e%2e%2fx', '%2e%2e%2fx'],
    ['', 'file'],
  ])('makes of %j the name %j', (name, expected) => expect(safe(name)).toBe(expected));

  it('falls back where the name is no string', () => {
    for (const name of [undefined, null, 7, ['a.txt'], { name: 'a' }]) expect(safe(name)).toBe('file');
  });

  it('cuts a long name and keeps its extension', () => {
    expect(safe(`${'a'.repeat(300)}.tar.gz`)).toBe(`${'a'.repeat(117)}.gz`);
    expect(safe(`${'é'.repeat(300)}.pdf`)).toBe(`${'é'.repeat(58)}.pdf`);
    expect(safe(`${'😀'.repeat(100)}`)).toBe('😀'.repeat(30));
    expect(safe(`con${' '.repeat(130)}x.txt`)).toBe('_con.txt');
    expect(safe(`a.${'b'.repeat(300)}`)).toBe(`a.${'b'.repeat(118)}`);
    expect(safe(`${'x'.repeat(50_000_000)}.png`)).toBe(`${'x'.repeat(116)}.png`);
  });

  it('holds for any text: one safe component, short enough, and stable', () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom('.', ' ', '/', '\\', 'con', '\u0301', '\u202e', '\u212a', '\u0000', ':', '😀'),
        fc.string({ unit: 'binary', maxLength: 3 }),
      ),
      maxLength: 80,
    });
    fc.assert(
      fc.property(hostile, (name) => {
        const result = safe(name);
        expect(result).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069<>:"|?*]|^[.\s]|[.\s]$/u);
        expect(result.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(result)).toBeLessThanOrEqual(MAX_FILE_NAME_BYTES);
        expect(result.normalize('NFC')).toBe(result);
        expect(safe(result)).toBe(result);
      }),
      { numRuns: 2_000 },
    );
  });
});
