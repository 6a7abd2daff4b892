import { describe, expect, it } from '@jest/globals';
import { CronTime } from 'cron';
import fc from 'fast-check';
import { checkCron, nextTick } from './cron-ticks.js';

const at = (text: string): number => Date.parse(text);
const next = (expression: string, after: string): string => new Date(nextTick(expression, at(after))).toISOString();

describe('cron ticks', () => {
  it.each([
    ['*/15 * * * *', '2026-11-06T12:03:20.500Z', '2026-11-06T12:15:00.000Z'],
    ['*/15 * * * *', '2026-11-06T12:15:00.000Z', '2026-11-06T12:30:00.000Z'],
    ['*/15 * * * *', '2026-11-06T12:14:59.999Z', '2026-11-06T12:15:00.000Z'],
    ['*/15 * * * *', '2026-12-31T23:59:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['*/2 * * * * *', '2026-11-06T12:00:00.001Z', '2026-11-06T12:00:02.000Z'],
    ['* * * * * *', '2026-11-06T12:00:00.999Z', '2026-11-06T12:00:01.000Z'],
    ['0 9 * * mon', '2026-11-06T12:00:00.000Z', '2026-11-09T09:00:00.000Z'],
    ['30 2 29 2 *', '2026-11-06T12:00:00.000Z', '2028-02-29T02:30:00.000Z'],
    ['30 2 * 3 7', '2026-03-28T12:00:00.000Z', '2026-03-29T02:30:00.000Z'],
  ])('of %s after %s come at %s', (expression, after, expected) => expect(next(expression, after)).toBe(expected));

  it('are what the library says, in whatever order they are asked for', () => {
    const expression = fc.constantFrom('*/15 * * * *', '*/7 * * * * *', '5,40 */3 * * *', '0 0 1 * *');
    const instant = fc.integer({ min: at('2026-11-01T00:00:00Z'), max: at('2026-11-02T00:00:00Z') });
    fc.assert(
      fc.property(expression, fc.array(instant, { minLength: 1, maxLength: 10 }), (cron, instants) => {
        for (const after of instants) {
          const tick = nextTick(cron, after);
          expect(tick).toBe(new CronTime(cron, 'UTC').getNextDateFrom(new Date(after), 'UTC').toMillis());
          expect(tick).toBeGreaterThan(after);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('cost next to nothing when a sweep asks for the same one again and again', () => {
    const from = at('2026-11-06T12:00:00Z');
    const started = performance.now();
    for (let index = 0; index < 100_000; index++) nextTick('*/15 * * * *', from + index + (index % 4) * 900_000);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('are known for a great many expressions, old ones being forgotten', () => {
    for (let minute = 0; minute < 60; minute++) {
      for (let hour = 0; hour < 24; hour++)
        expect(nextTick(`${minute} ${hour} * * *`, at('2026-11-05T23:59:59Z'))).toBe(
          at('2026-11-06T00:00:00Z') + (hour * 60 + minute) * 60_000,
        );
    }
  });
});

describe('a cron expression', () => {
  it.each(['*/15 * * * *', '*/2 * * * * *', '0 0 29 2 *', '0 9-17/2 * JAN-mar mon,7', ' 0  0 * * 0 '])(
    'may be %j',
    (expression) => {
      expect(checkCron(expression)).toEqual({ ok: true });
    },
  );

  it.each([
    '',
    '* * * *',
    '* * * * * * *',
    '@daily',
    '60 * * * *',
    '* 24 * * *',
    '0 0 30 2 *',
    '0 0 31 4,6 *',
    '*/0 * * * *',
    '5-1 * * * *',
    'a b c d e',
    '-1 * * * *',
    '1.5 * * * *',
    `${'1,'.repeat(200)}1 * * * *`,
    undefined,
    15,
  ])('may not be %j', (expression) =>
    expect(checkCron(expression)).toMatchObject({ ok: false, problem: expect.stringMatching(/\.$/) }),
  );
});
