import { describe, expect, it } from '@jest/globals';
import { waterfallOf } from './waterfall.ts';

const NONE = {
  slot_ms: null,
  lookup_ms: null,
  connect_ms: null,
  tls_ms: null,
  send_ms: null,
  wait_ms: null,
  body_ms: null,
};

describe("the waterfall of a call's time", () => {
  it('gives each phase its share, one after the other', () => {
    const { bars, totalMs, isReused } = waterfallOf({
      ...{ slot_ms: 0, lookup_ms: 10, connect_ms: 20, tls_ms: 30, send_ms: 0, wait_ms: 30, body_ms: 10 },
    });
    expect(totalMs).toBe(100);
    expect(isReused).toBe(false);
    expect(bars.map(({ phase, from, share }) => [phase, from, share])).toEqual([
      ['slot', 0, 0],
      ['lookup', 0, 0.1],
      ['connect', 0.1, 0.2],
      ['tls', 0.3, 0.3],
      ['send', 0.6, 0],
      ['wait', 0.6, 0.3],
      ['body', 0.9, 0.1],
    ]);
  });

  it('leaves out what did not happen, and says that the connection was there already', () => {
    const { bars, isReused } = waterfallOf({ ...NONE, slot_ms: 1, send_ms: 1, wait_ms: 2 });
    expect(bars.map(({ phase }) => phase)).toEqual(['slot', 'send', 'wait']);
    expect(isReused).toBe(true);
  });

  it('takes a call that never got anywhere', () => {
    expect(waterfallOf({ ...NONE, lookup_ms: 0 })).toEqual({
      bars: [{ phase: 'lookup', ms: 0, from: 0, share: 0 }],
      totalMs: 0,
      isReused: false,
    });
    expect(waterfallOf(NONE)).toEqual({ bars: [], totalMs: 0, isReused: false });
  });
});
