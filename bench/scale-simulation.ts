import { planAsker, type AskingRules } from '../src/domain/plan-simulation/plan-asker.js';
import { seededRandom } from '../src/domain/plan-simulation/seeded-random.js';
import { DAY_S, drawDuration, KINDS, type ScalePlan, type ToolKind } from './scale-world.js';

/** What asking after so many orders comes to. */
export interface ScaleFigures {
  readonly name: string;
  readonly orders: number;
  readonly checks: number;
  /** Checks a second, over the whole day. */
  readonly meanRate: number;
  /** Checks due within the fullest second. */
  readonly peak: number;
  readonly checksPerOrder: number;
  /** Seconds from the end of the work to the check that finds it. */
  readonly meanWaitS: number;
  /** Instants planned in a second of this machine. */
  readonly plannedPerS: number;
}

/** A midnight, in seconds, at which the sweep ticks. */
const MIDNIGHT_S = Date.UTC(2026, 10, 2) / 1_000;
const DEADLINE_S = 90 * DAY_S;

/**
 * Plans every check of orders that are placed evenly over a day, each to its end, by the rules that ask sellers. The day is a ring:
 * what comes after midnight counts in the morning, as the orders of the days before would. So the state is steady from the first second,
 * and nothing is held in memory but one count for each second: the orders stream by.
 */
export function simulateDay({ name, plan, learned }: ScalePlan, orders: number): ScaleFigures {
  const random = seededRandom(42);
  const perSecond = new Uint32Array(DAY_S);
  const order = { placedS: 0, durationS: 0, classes: { kind: '' } };
  const rules: AskingRules = {
    ...{ sweepCron: '*/15 * * * *', minIntervalMs: 1_000, deadlineS: DEADLINE_S, random: () => random.uniform() },
  };
  const asker = planAsker<typeof order>(name, plan, rules, ({ classes }) => learned.get(classes.kind) ?? null);
  let [checks, waitedS] = [0, 0];
  const began = performance.now();
  for (let n = 0; n < orders; n++) {
    const kind = pick(random.uniform());
    order.placedS = MIDNIGHT_S + ((n + random.uniform()) / orders) * DAY_S;
    order.durationS = drawDuration(kind, random);
    order.classes.kind = kind.name;
    let elapsedS = 0;
    for (let made = 0; elapsedS < order.durationS; made++) {
      elapsedS = asker.nextS(order, elapsedS, made);
      const second = Math.floor(order.placedS + elapsedS) % DAY_S;
      perSecond[second] = (perSecond[second] ?? 0) + 1;
      checks += 1;
    }
    waitedS += elapsedS - order.durationS;
  }
  return {
    ...{ name, orders, checks, meanRate: checks / DAY_S, peak: perSecond.reduce((a, b) => Math.max(a, b), 0) },
    ...{ checksPerOrder: checks / orders, meanWaitS: waitedS / orders },
    plannedPerS: checks / ((performance.now() - began) / 1_000),
  };
}

function pick(draw: number): ToolKind {
  let left = draw;
  const kind = KINDS.find(({ share }) => (left -= share) < 0) ?? KINDS.at(-1);
  if (!kind) throw new Error('There is at least one kind of tools.');
  return kind;
}
