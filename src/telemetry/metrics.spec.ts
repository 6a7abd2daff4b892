import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';

describe('the metrics', () => {
  it('count what they are told', async () => {
    const metrics = new Metrics({ processMetrics: false });
    metrics.attemptEnded({ kind: 'check', outcome: 'processing', durationMs: 40, latenessMs: -3 });
    metrics.attemptEnded({ kind: 'check', outcome: 'processing', durationMs: 2_000 });
    metrics.orderChanged('completed');
    metrics.callStarted();
    metrics.callStarted();
    metrics.callEnded();
    metrics.notificationTried('delivered');
    metrics.sweepOpened();
    const page = (await metrics.render()).split('\n');
    expect(page).toEqual(
      expect.arrayContaining([
        'roundtrip_attempts_total{kind="check",outcome="processing"} 2',
        'roundtrip_attempt_duration_seconds_bucket{le="0.05",kind="check"} 1',
        'roundtrip_attempt_duration_seconds_sum{kind="check"} 2.04',
        'roundtrip_due_lateness_seconds_count{kind="check"} 1',
        'roundtrip_due_lateness_seconds_sum{kind="check"} 0',
        'roundtrip_orders_total{status="completed"} 1',
        'roundtrip_inflight_calls 1',
        'roundtrip_notifications_total{outcome="delivered"} 1',
        'roundtrip_sweeps_total 1',
      ]),
    );
  });

  it('are each in a registry of their own, with those of the process', async () => {
    const [one, two] = [1, 2].map(() => new Metrics());
    one!.sweepOpened();
    expect(await one!.render()).toContain('process_resident_memory_bytes');
    expect(await two!.render()).toContain('roundtrip_sweeps_total 0');
    expect(one!.contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  });
});
