import { describe, expect, it } from '@jest/globals';
import { layOverHeaders } from './lay-over-headers.js';

describe('our headers over those of a caller', () => {
  it('count instead of the same ones, and leave all others as they are', () => {
    const given = { 'x-fliq-delivery-id': 'mine', 'X-Key': 'k', constructor: 'c' };
    expect(layOverHeaders(given, { 'X-Fliq-Delivery-Id': 'job_1' })).toEqual({
      ...{ 'X-Key': 'k', constructor: 'c', 'X-Fliq-Delivery-Id': 'job_1' },
    });
  });
});
