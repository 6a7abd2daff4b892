import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonTextCheck } from './json-text-check.js';

function check(pieces: Iterable<string>): string | null {
  const checked = new JsonTextCheck();
  for (const piece of pieces) checked.write(piece);
  return checked.end();
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function cut(text: string, places: readonly number[]): string[] {
  const sorted = places.map((place) => place % (text.length + 1)).sort((left, right) => left - right);
  return [...sorted, text.length].map((end, index) => text.slice(sorted[index - 1] ?? 0, end));
}

describe('the check of a long JSON text', () => {
  it('takes and refuses what JSON.parse does, wherever the text is cut', () => {
    const scraps = ['{', '}', '[', ']', ',', ':', '"', '\\', '1', '-', '.', 'e', '0', 'true', 'nul', ' ', '\n', '"k":'];
    const whole = fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.stringify(value));
    const text = fc.oneof(
      whole,
      fc.array(fc.constantFrom(...scraps), { maxLength: 12 }).map((parts) => parts.join('')),
    );
    const junk = fc.tuple(fc.nat(), fc.nat(2), fc.constantFrom('', ...scraps, '\ufeff', '\ud83d', '\u00a0'));
    fc.assert(
      fc.property(text, fc.option(junk), fc.array(fc.nat(), { maxLength: 4 }), (original, change, places) => {
        const [at, length, added] = change ?? [0, 0, ''];
        const from = at % (original.length + 1);
        const changed = original.slice(0, from) + added + original.slice(from + length);
        return (check(cut(changed, places)) === null) === isJson(changed);
      }),
      { numRuns: 10_000 },
    );
  });

  it('says where the text stops being JSON', () => {
    expect(check([' '.repeat(5_000), '[1,]'])).toBe(
      'does not hold valid JSON: something is wrong near character 5001.',
    );
    expect(check(['[1'])).toBe('does not hold valid JSON: it is cut off or wrong at its end, after character 2.');
    expect(check([])).toContain('after character 0');
    expect(check(['\ufeff', '[1]'])).toBe('does not hold valid JSON: something is wrong near character 1.');
  });

  it('cares neither for keys nor for depth, up to 100,000 levels', () => {
    expect(check(['{"a":1,"a":2,"__proto__":3}'])).toBeNull();
    expect(check(['['.repeat(100_000), ']'.repeat(100_000)])).toBeNull();
    expect(check(['['.repeat(100_001), ']'.repeat(100_001)])).toBe(
      'does not hold valid JSON: it is nested deeper than 100000 levels.',
    );
    expect(check([`[${'[[]],'.repeat(200_000)}0]`])).toBeNull();
  });

  it('survives hostile texts of many megabytes', () => {
    expect(check(['['.repeat(64_000_000)])).toContain('nested deeper');
    expect(check(['1'.repeat(32_000_000)])).toBeNull();
    expect(check(['{"', 'k'.repeat(32_000_000), '":1}'])).toBeNull();
    expect(check(['"', '\\'.repeat(8_000_000), '\\"'])).toContain('cut off');
  });
});
