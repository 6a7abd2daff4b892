import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SealedBox, SealError } from './sealed-box.js';

const [oldKey, newKey, otherKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const box = new SealedBox({ current: newKey, previous: oldKey });

describe('a sealed box', () => {
  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, bind) => {
        expect(box.open(box.seal(plain, bind), bind)).toBe(plain);
      }),
    );
  });

  it('seals the same text differently each time, and never shows it', () => {
    const [one, two] = [box.seal('CANARY-CANARY', 'row'), box.seal('CANARY-CANARY', 'row')];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
    expect(Buffer.from(one.split('.')[3]!, 'base64url').includes('CANARY')).toBe(false);
  });

  it('does not open for another row', () => {
    const sealed = box.seal('secret', 'tools:a:auth_headers');
    expect(reasonOf(() => box.open(sealed, 'tools:b:auth_headers'))).toBe('tampered');
  });

  it('does not open when any character was changed', () => {
    const sealed = box.seal('secret', 'row');
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1);
      expect(reasonOf(() => box.open(changed, 'row'))).toMatch(/tampered|malformed|unknown_key/);
    }
    expect(reasonOf(() => box.open(sealed.slice(0, -4), 'row'))).toMatch(/tampered|malformed/);
  });

  it.each(['', 'plain', 'v1.a.b.c', 'v2.00000000.AAAAAAAAAAAAAAAA.AAAA', 'v1.00000000.AAAAAAAAAAAAAAAA.AAAA'])(
    'refuses what is no sealed text: "%s"',
    (text) => {
      expect(reasonOf(() => box.open(text, 'row'))).toBe('malformed');
    },
  );

  it('says no secret when it fails', () => {
    const sealed = new SealedBox({ current: otherKey }).seal('CANARY', 'row');
    try {
      box.open(sealed, 'row');
    } catch (error) {
      expect(error).toBeInstanceOf(SealError);
      expect(String(error)).toBe('SealError: A sealed value was made with another encryption key.');
    }
    expect(reasonOf(() => box.open(sealed, 'row'))).toBe('unknown_key');
  });

  it('opens what the previous key sealed, and tells that it should be sealed anew', () => {
    const before = new SealedBox({ current: oldKey });
    const sealed = before.seal('secret', 'row');
    expect(box.open(sealed, 'row')).toBe('secret');
    expect([box.isCurrent(sealed), box.isCurrent(box.seal('x', 'row'))]).toEqual([false, true]);
    expect(before.keyId).not.toBe(box.keyId);
    expect(reasonOf(() => before.open(box.seal('x', 'row'), 'row'))).toBe('unknown_key');
  });

  it('derives a key for each purpose, the previous one for verifying', () => {
    const cursors = box.deriveKey('cursors');
    expect(cursors).toHaveLength(32);
    expect(cursors).toEqual(new SealedBox({ current: newKey }).deriveKey('cursors'));
    expect(cursors).not.toEqual(box.deriveKey('links'));
    expect(box.deriveKeys('cursors')).toEqual([cursors, new SealedBox({ current: oldKey }).deriveKey('cursors')]);
  });

  it('takes keys of 32 bytes only', () => {
    expect(() => new SealedBox({ current: randomBytes(31) })).toThrow(RangeError);
  });
});

function reasonOf(open: () => string): string {
  try {
    return `opened: ${open()}`;
  } catch (error) {
    return error instanceof SealError ? error.reason : String(error);
  }
}
