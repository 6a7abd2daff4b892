import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CollectedBody } from './collected-body.js';

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
