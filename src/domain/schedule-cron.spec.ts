import { describe, expect, it } from '@jest/globals';
import { checkScheduleCron, lastRunAtOrBefore, nextRun } from './schedule-cron.js';

/** So many runs after an instant, by the clock on the wall and its offset: `29T03:00+02:00`. */
function runs(cron: string, timezone: string, after: string, count: number): string[] {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: timezone, day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    timeZoneName: 'longOffset',
  });
  const shown: string[] = [];
  for (let at = Date.parse(after); shown.length < count;) {
    at = nextRun(cron, timezone, at);
    const of = (type: string) => format.formatToParts(at).find((part) => part.type === type)?.value ?? '';
    shown.push(`${of('day')}T${of('hour')}:${of('minute')}${of('timeZoneName').replace('GMT', '')}`);
  }
  return shown;
}

describe('the next run', () => {
  it.each([
    ['*/5 * * * *', '2026-11-22T10:05:00Z', '2026-11-22T10:10:00.000Z'],
    ['*/5 * * * *', '2026-11-22T10:04:59.999Z', '2026-11-22T10:05:00.000Z'],
    ['*/5 * * * *', '2026-11-22T10:05:00.001Z', '2026-11-22T10:10:00.000Z'],
    ['0 0 29 2 *', '2026-11-22T10:05:00Z', '2028-02-29T00:00:00.000Z'],
    ['0 0 29 2 *', '2096-03-01T00:00:00Z', '2104-02-29T00:00:00.000Z'],
    ['0 0 * * 0', '2026-11-22T00:00:00Z', '2026-11-29T00:00:00.000Z'],
    ['59 23 31 12 *', '2026-12-31T23:59:00Z', '2027-12-31T23:59:00.000Z'],
  ])('of %s lies strictly after %s, on a whole minute', (cron, after, next) =>
    expect(new Date(nextRun(cron, 'UTC', Date.parse(after))).toISOString()).toBe(next),
  );

  it('falls on the day of the month or the day of the week where both are given', () => {
    expect(runs('0 12 13 * 5', 'UTC', '2026-11-10T00:00:00Z', 4)).toEqual(
      ['13', '20', '27', '04'].map((day) => `${day}T12:00+00:00`),
    );
    expect(runs('0 12 */10 * 5', 'UTC', '2026-11-10T00:00:00Z', 4)).toEqual(
      ['11', '13', '20', '21'].map((day) => `${day}T12:00+00:00`),
    );
    expect(runs('0 12 */1 * 5', 'UTC', '2026-11-10T00:00:00Z', 2)).toEqual(['13T12:00+00:00', '20T12:00+00:00']);
  });
});

describe('when clocks go forward', () => {
  it.each<[string, string, string, string, string[]]>([
    ['a fixed time in the gap', '30 2 * * *', 'Europe/Berlin', '2026-03-28T02:00Z', ['29T03:00+02:00', '30T02:30+02:00']],
    ['several fixed times in the gap', '0,30 2 * * *', 'Europe/Berlin', '2026-03-28T02:00Z', ['29T03:00+02:00', '30T02:00+02:00']],
    ['a range of them', '0-40/20 2 * * *', 'Europe/Berlin', '2026-03-28T02:00Z', ['29T03:00+02:00', '30T02:00+02:00']],
    ['a time at the end of the gap', '0 3 * * *', 'Europe/Berlin', '2026-03-28T03:00Z', ['29T03:00+02:00', '30T03:00+02:00']],
    ['a fixed time in the gap', '30 2 * * *', 'America/New_York', '2026-03-07T12:00Z', ['08T03:00-04:00', '09T02:30-04:00']],
    ['a fixed time in a gap of 30 minutes', '15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00Z', ['04T02:30+11:00', '05T02:15+11:00']],
    ['a time after it', '45 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00Z', ['04T02:45+11:00', '05T02:45+11:00']],
    ['a fixed time at the end of Ramadan', '30 2 * * *', 'Africa/Casablanca', '2026-03-21T12:00Z', ['22T03:00+01:00', '23T02:30+01:00']],
  ])('%s runs once, right after it: %s %s', (_kind, cron, timezone, after, expected) =>
    expect(runs(cron, timezone, after, expected.length)).toEqual(expected),
  ); // prettier-ignore

  it.each<[string, string, string, string, string[]]>([
    ['hourly runs', '0 * * * *', 'Europe/Berlin', '2026-03-28T23:30Z', ['29T01:00+01:00', '29T03:00+02:00', '29T04:00+02:00']],
    ['runs every 20 minutes of the missing hour', '*/20 2 * * *', 'Europe/Berlin', '2026-03-28T23:30Z', ['30T02:00+02:00', '30T02:20+02:00']],
    ['runs every second hour', '0 */2 * * *', 'Europe/Berlin', '2026-03-28T22:30Z', ['29T00:00+01:00', '29T04:00+02:00']],
    ['hourly runs, where the gap has 30 minutes', '0 * * * *', 'Australia/Lord_Howe', '2026-10-03T14:00Z', ['04T01:00+10:30', '04T03:00+11:00']],
    ['a whole day that is missing', '0 12 * * *', 'Pacific/Apia', '2011-12-29T12:00Z', ['29T12:00-10:00', '31T12:00+14:00']],
    ['a month whose day is missing', '0 12 30 * *', 'Pacific/Apia', '2011-12-01T12:00Z', ['30T12:00+14:00']],
  ])('%s follow the clock on the wall: %s %s', (_kind, cron, timezone, after, expected) =>
    expect(runs(cron, timezone, after, expected.length)).toEqual(expected),
  ); // prettier-ignore
});

describe('when clocks go back', () => {
  it.each<[string, string, string, string, string[]]>([
    ['a fixed time that comes twice', '30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', ['25T02:30+02:00', '26T02:30+01:00']],
    ['a list of them', '0,30 2-3 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', ['25T02:00+02:00', '25T02:30+02:00', '25T03:00+01:00', '25T03:30+01:00']],
    ['a fixed time that comes twice', '30 1 * * *', 'America/New_York', '2026-10-31T12:00Z', ['01T01:30-04:00', '02T01:30-05:00']],
    ['a fixed time in 30 minutes that come twice', '45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T12:00Z', ['05T01:45+11:00', '06T01:45+10:30']],
    ['a fixed time as Ramadan begins', '30 2 * * *', 'Africa/Casablanca', '2026-02-14T12:00Z', ['15T02:30+01:00', '16T02:30+00:00']],
  ])('%s runs the first time only: %s %s', (_kind, cron, timezone, after, expected) =>
    expect(runs(cron, timezone, after, expected.length)).toEqual(expected),
  ); // prettier-ignore

  it.each<[string, string, string, string, string[]]>([
    ['hourly runs', '0 * * * *', 'Europe/Berlin', '2026-10-24T23:30Z', ['25T02:00+02:00', '25T02:00+01:00', '25T03:00+01:00']],
    ['hours written as a range', '0 0-23 * * *', 'Europe/Berlin', '2026-10-24T23:30Z', ['25T02:00+02:00', '25T02:00+01:00']],
    ['runs every 20 minutes of the hour', '*/20 2 * * *', 'Europe/Berlin', '2026-10-24T23:30Z', ['25T02:00+02:00', '25T02:20+02:00', '25T02:40+02:00', '25T02:00+01:00', '25T02:20+01:00', '25T02:40+01:00', '26T02:00+01:00']],
    ['runs every 15 minutes, where 30 come twice', '*/15 * * * *', 'Australia/Lord_Howe', '2026-04-04T14:40Z', ['05T01:45+11:00', '05T01:30+10:30', '05T01:45+10:30', '05T02:00+10:30']],
  ])('%s follow the clock on the wall, twice through the hour: %s %s', (_kind, cron, timezone, after, expected) =>
    expect(runs(cron, timezone, after, expected.length)).toEqual(expected),
  ); // prettier-ignore
});

describe('runs from any instant', () => {
  it.each(['30 2 * * *', '*/20 2 * * *', '0 * * * *', '0,30 1-3 * * *', '15 1,2 * * *'])(
    'are those of one row, also between the two of a night when clocks change: %s',
    (cron) => {
      for (const [timezone, from] of [
        ...[
          ['Europe/Berlin', '2026-03-28T20:00Z'],
          ['Europe/Berlin', '2026-10-24T20:00Z'],
        ],
        ...[
          ['Australia/Lord_Howe', '2026-10-03T10:00Z'],
          ['Australia/Lord_Howe', '2026-04-04T10:00Z'],
        ],
      ] as const) {
        const [start, row] = [Date.parse(from), [] as number[]];
        for (let at = start; at < start + 86_400_000; row.push(at)) at = nextRun(cron, timezone, at);
        for (let at = start; at < start + 43_200_000; at += 7 * 60_000) {
          expect(nextRun(cron, timezone, at)).toBe(row.find((run) => run > at));
          const before = row.filter((run) => run <= at).at(-1) ?? null;
          expect(lastRunAtOrBefore(cron, timezone, at, start + 1)).toBe(before);
        }
      }
    },
  );
});

describe('the last run', () => {
  const last = (cron: string, now: string, since: string) => {
    const at = lastRunAtOrBefore(cron, 'UTC', Date.parse(now), Date.parse(since));
    return at === null ? null : new Date(at).toISOString();
  };
  it.each([
    ['* * * * *', '2026-11-22T10:05:30Z', '2020-01-01T00:00Z', '2026-11-22T10:05:00.000Z'],
    ['0 0 29 2 *', '2027-11-22T10:05:30Z', '2020-01-01T00:00Z', '2024-02-29T00:00:00.000Z'],
    ['* * 1 1 *', '2027-11-22T10:05:30Z', '2026-01-01T00:00Z', '2027-01-01T23:59:00.000Z'],
    ['0 * * * *', '2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z'],
    ['0 * * * *', '2026-11-22T10:59:59Z', '2026-11-22T10:00:01Z', null],
  ])('of %s up to %s, from %s on', (cron, now, since, run) => expect(last(cron, now, since)).toBe(run));
});

describe('an expression', () => {
  it.each(['0 0 30 2 *', '0 0 31 2 *', '0 0 31 4,6,9,11 *', '* * 31 feb *'])('that never comes true is refused: %s', (cron) =>
    expect(checkScheduleCron(cron, 'Europe/Berlin')).toEqual({
      ok: false,
      problem: 'never comes true: check its day and its month.',
    }),
  ); // prettier-ignore

  it('of any sort is judged, and its next run is found, at once', () => {
    const list = Array.from({ length: 60 }, (_, i) => i).join(',');
    const hostile = [
      ...[`${list} * * * *`.slice(0, 200), '* * 29 2 1', '0 0 29 2 *', '59 23 31 12 6', '0 0 31 */11 *'],
      ...['0 0 30 2 *', `${'*/59,'.repeat(37)}1 * * * *`, `${'1-1/60,'.repeat(27)}1 * * * *`, '*'.repeat(200)],
      ...[`* * * * ${'0-7,'.repeat(48)}`, ','.repeat(200), `${'9'.repeat(190)} * * * *`, '0 0 31 2 0-7'],
    ];
    const began = performance.now();
    for (const cron of hostile)
      for (const timezone of ['UTC', 'Pacific/Apia', 'Africa/Casablanca'])
        if (checkScheduleCron(cron, timezone).ok) {
          const next = nextRun(cron, timezone, Date.UTC(2026, 1, 28));
          expect(lastRunAtOrBefore(cron, timezone, next, Date.UTC(2000, 0, 1))).toBe(next);
        }
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
