import { describe, expect, it } from '@jest/globals';
import { ByteCap } from './capped-body.js';

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
