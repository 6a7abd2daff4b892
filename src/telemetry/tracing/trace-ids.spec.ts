import { describe, expect, it } from '@jest/globals';
import { readTraceparent, rootSpanIdOf, traceIdOf } from './trace-ids.js';

const ORDER = '0199f3a2-7c1e-7d40-9a53-3f6b2c1d0e9f';
const TRACE = '0199f3a27c1e7d409a533f6b2c1d0e9f';

describe('the trace of an order', () => {
  it('is its id without dashes, whoever asks', () => {
    expect([traceIdOf(ORDER), traceIdOf(ORDER.toUpperCase()), traceIdOf(`job_${TRACE}`)]).toEqual([
      TRACE,
      TRACE,
      TRACE,
    ]);
  });

  it('is a digest where the id is no UUID, or would be no trace', () => {
    const nil = traceIdOf('00000000-0000-0000-0000-000000000000');
    expect([nil, traceIdOf('a name')]).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      expect.stringMatching(/^[0-9a-f]{32}$/),
    ]);
    expect(nil).not.toMatch(/^0+$/);
  });

  it('hangs below one span, which is another for each order', () => {
    expect(rootSpanIdOf(ORDER)).toMatch(/^[0-9a-f]{16}$/);
    expect(rootSpanIdOf(ORDER)).toBe(rootSpanIdOf(ORDER.toUpperCase()));
    expect(rootSpanIdOf(ORDER)).not.toBe(rootSpanIdOf(ORDER.replace('0199', '0198')));
  });
});

describe('a traceparent', () => {
  const [traceId, spanId] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

  it.each([
    [`00-${traceId}-${spanId}-01`, { traceId, spanId, isSampled: true }],
    [`00-${traceId}-${spanId}-00`, { traceId, spanId, isSampled: false }],
    [`cc-${traceId}-${spanId}-03-more`, { traceId, spanId, isSampled: true }],
  ])('%s is read', (header, place) => {
    expect(readTraceparent(header)).toEqual(place);
  });

  it.each([
    undefined,
    '',
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}`,
    `x00-${traceId}-${spanId}-01`,
  ])('%s says nothing', (header) => {
    expect(readTraceparent(header)).toBeNull();
  });
});
