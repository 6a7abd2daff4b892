import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteCap, CollectedBody } from './capped-body.js';

describe('ByteCap', () => {
  it('takes exactly as many bytes as it may', () => {
    const cap = new ByteCap(10);
    expect([cap.take(4), cap.take(6), cap.take(1)]).toEqual([true, true, false]);
  });

  it('reads the announced length', () => {
    const cap = new ByteCap(10);
    expect(cap.admits('GET', 200, '10')).toBe(true);
    expect(cap.admits('GET', 200, '11')).toBe(false);
    expect(cap.admits('GET', 200, undefined)).toBe(true);
  });

  it('knows answers whose Content-Length announces no body', () => {
    const cap = new ByteCap(10);
    expect(cap.admits('GET', 304, '1000')).toBe(true);
    expect(cap.admits('GET', 204, '1000')).toBe(true);
    expect(cap.admits('HEAD', 200, '1000')).toBe(true);
  });
});

describe('CollectedBody', () => {
  it('gives back every byte in order, whatever the pieces', () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 4_000, max: 90_000 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const pieces = lengths.map((length, i) => Buffer.alloc(length, i + 1));
        const body = new CollectedBody();
        for (const piece of pieces) body.add(piece);
        expect(body.toBuffer().equals(Buffer.concat(pieces))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('holds a body of a million one-byte pieces in little more than its size', () => {
    const body = new CollectedBody();
    const before = process.memoryUsage();
    for (let i = 0; i < 1_000_000; i++) body.add(Buffer.from([i & 0xff]));
    const after = process.memoryUsage();
    expect(body.toBuffer().length).toBe(1_000_000);
    expect(after.external - before.external).toBeLessThan(20_000_000);
  });
});
