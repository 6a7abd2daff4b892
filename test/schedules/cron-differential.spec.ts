import { describe, expect, it } from '@jest/globals';
import { CronExpressionParser, type CronExpression } from 'cron-parser';
import { checkScheduleCron, nextRun } from '../../src/domain/schedule-cron.js';
import { clockChanges } from './clock-changes.js';
import { RandomCron } from './random-cron.js';

const EXPRESSIONS = 500;
const INSTANTS = 20;
const [FROM, TO] = [2020, 2037];
const HOUR = 3_600_000;
/** Not Australia/Lord_Howe, whose change of 30 minutes cron-parser fails on ("loop limit exceeded"); see schedule-cron.spec.ts. */
const ZONES = [
  ...['UTC', 'UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Asia/Kolkata'],
  'America/Santiago',
];

// Where the two may differ. `everyDay`: a day field says */1, which is * to us and leaves the days to the other field, as crontab(5)
// has it of a star; cron-parser takes it for a list of all days, which makes it either field. `clockChange`: the run lies within
// two hours of a change of the clocks; ours is Vixie cron's rule (docs/schedules.md), cron-parser moves each missing time by an hour.
type Known = 'same' | 'everyDay' | 'clockChange';

const changes = new Map(ZONES.map((zone) => [zone, clockChanges(zone, FROM, TO + 1)]));

/** cron-parser refuses lists that name a value twice. */
function drawExpression(draw: RandomCron): string {
  for (;;) {
    const expression = draw.expression();
    try {
      CronExpressionParser.parse(expression);
      return expression;
    } catch (error) {
      if (!String(error).includes('duplicate')) throw error;
    }
  }
}

/** Every other one on the eve of a change of the clocks. */
function drawInstant(draw: RandomCron, zone: string, nth: number): number {
  const near = changes.get(zone) ?? [];
  if (nth % 2 === 1 && near.length > 0) return draw.pick(near) - draw.between(-2 * 3_600, 28 * 3_600) * 1_000;
  return Date.UTC(draw.between(FROM, TO - 1), 0, draw.between(1, 365), 0, 0, draw.between(0, 86_399));
}

/** One that is not {@link Known} says what differs. */
function compare(cron: string, zone: string, at: number, other: CronExpression): string {
  const ours = nextRun(cron, zone, at);
  other.reset(new Date(at));
  const theirs = other.next().getTime();
  if (ours === theirs) return 'same' satisfies Known;
  const [, , day = '', , weekday = ''] = cron.split(' ');
  if ([day, weekday].some((field) => field.split(',').includes('*/1'))) return 'everyDay' satisfies Known;
  const isNear = (run: number) => (changes.get(zone) ?? []).some((change) => Math.abs(run - change) <= 2 * HOUR);
  if (isNear(Math.min(ours, theirs))) return 'clockChange' satisfies Known;
  return `${cron} in ${zone} after ${new Date(at).toISOString()}: ${new Date(ours).toISOString()} here, ${new Date(theirs).toISOString()} there`;
}

describe('next runs, compared with cron-parser', () => {
  it(`are the same for ${EXPRESSIONS} expressions at ${INSTANTS} instants each, or differ for a known reason`, () => {
    const draw = new RandomCron(20261122);
    const counts: Record<string, number> = {};
    for (let n = 0; n < EXPRESSIONS; n++) {
      const [cron, zone] = [drawExpression(draw), draw.pick(ZONES)];
      expect([cron, checkScheduleCron(cron, zone)]).toEqual([cron, { ok: true }]);
      const other = CronExpressionParser.parse(cron, { tz: zone });
      for (let nth = 0; nth < INSTANTS; nth++) {
        const verdict = compare(cron, zone, drawInstant(draw, zone, nth), other);
        counts[verdict] = (counts[verdict] ?? 0) + 1;
      }
    }
    // Exact, so that no update of either library, or of the clocks' rules, goes by unseen.
    expect(counts).toEqual({ same: 9_947, everyDay: 39, clockChange: 14 });
  }, 60_000);
});
