import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { DatabaseClock, ownCalendar } from './database-clock.js';

/** A database that answers after `takes` milliseconds, half of them on the way there. */
function world(takes: readonly number[] = []) {
  const state = { elapsed: 1_000.25, database: 5_000_000, takes: [...takes], fails: false };
  const pass = (ms: number) => {
    state.elapsed += ms;
    state.database += ms;
  };
  const ask = async () => {
    const ms = state.takes.shift() ?? 0;
    pass(ms / 2);
    const told = state.database;
    pass(ms / 2);
    if (state.fails) throw new Error('The database does not answer.');
    return told;
  };
  return { state, pass, start: () => DatabaseClock.start({ ask, elapsed: () => state.elapsed }) };
}

describe('the time of the database', () => {
  const clocks: DatabaseClock[] = [];
  const started = async (of: ReturnType<typeof world>) => {
    const clock = await of.start();
    clocks.push(clock);
    return clock;
  };
  afterEach(() => {
    for (const clock of clocks.splice(0)) clock.stop();
    jest.restoreAllMocks();
  });

  it('is told in whole milliseconds, and goes on with the machine’s monotonic clock', async () => {
    const here = world([40, 2, 300, 8, 90]);
    const clock = await started(here);
    expect(clock.now()).toBe(Math.floor(here.state.database));
    here.pass(1_234.5);
    expect(clock.now()).toBe(Math.floor(here.state.database));
    expect(clock.elapsed()).toBe(here.state.elapsed);
  });

  it('is corrected by what a measurement tells for certain, and by nothing else', async () => {
    const here = world();
    const clock = await started(here);
    here.state.database += 30;
    here.state.takes = [80];
    await clock.measure();
    expect(here.state.database - clock.now()).toBeCloseTo(30, 0);
    here.state.takes = [20];
    await clock.measure();
    expect(Math.abs(here.state.database - clock.now())).toBeLessThanOrEqual(1);
  });

  it('stands still where it was ahead, until the database’s time has come as far', async () => {
    const here = world();
    const clock = await started(here);
    const before = clock.now();
    here.state.database -= 400;
    await clock.measure();
    here.pass(399);
    expect(clock.now()).toBe(before);
    here.pass(11);
    expect(clock.now()).toBe(before + 10);
  });

  it('follows the clock of a database that is set, also back', async () => {
    const here = world();
    const clock = await started(here);
    for (const jump of [6 * 3_600_000, -12 * 3_600_000]) {
      clock.now();
      here.state.database += jump;
      await clock.measure();
      expect(clock.now()).toBe(Math.floor(here.state.database));
    }
  });

  it('goes on while the database does not answer', async () => {
    const here = world();
    const clock = await started(here);
    here.state.fails = true;
    here.pass(60_000);
    await clock.measure();
    expect(clock.now()).toBe(Math.floor(here.state.database));
  });

  it('does not know the machine’s calendar', async () => {
    const here = world();
    const clock = await started(here);
    const before = clock.now();
    jest.spyOn(Date, 'now').mockReturnValue(0);
    expect(clock.now()).toBe(before);
  });

  it('shows no process a jump of the calendar, since all would move the same work', async () => {
    const here = world();
    const clock = await started(here);
    const calendar = ownCalendar(clock);
    const ahead = () => calendar.now() - calendar.elapsed();
    const before = ahead();
    here.state.database += 6 * 3_600_000;
    await clock.measure();
    expect(ahead()).toBe(before);
  });
});
