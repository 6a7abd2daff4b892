import { expect, it } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Schedules, type ScheduleNeeds } from '../../src/composition/schedules.js';
import { ManualClock } from '../support/manual-clock.js';

// After a jump of the clock the sweep's timer is set anew. Where the server stopped while the sweep that had become due was opened, the
// timer was set after all timers had been stopped: it held the process, and opened sweeps in a closed database.
it('a sweep that is opened after a jump while the server stops leaves no timer behind', async () => {
  const registry = new SchedulerRegistry();
  const clock = new ManualClock();
  let jumped: () => unknown = () => undefined;
  let opened: (none: null) => void = () => undefined;
  const stops = { run: async () => undefined, stop: () => undefined };
  const schedules = new Schedules(registry, {
    ...{ sweepCron: '*/15 * * * *', clock, expire: stops, expirePolls: stops, clean: stops, forgetOld: stops },
    jumps: { hear: (onJump: () => unknown) => void (jumped = onJump) },
    sweeps: { openTick: () => new Promise((resolve) => (opened = resolve)), writeDown: async () => undefined },
  } as unknown as ScheduleNeeds);
  schedules.onApplicationBootstrap();
  clock.jump(3_600_000);
  const replanned = jumped();
  await schedules.beforeApplicationShutdown();
  opened(null);
  await replanned;
  expect(registry.getTimeouts()).toEqual([]);
});
