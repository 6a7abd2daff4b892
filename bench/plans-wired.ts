import type { Asker } from '../src/domain/plan-simulation/asker.js';
import { learningAsker, planAsker, type AskingRules } from '../src/domain/plan-simulation/plan-asker.js';
import type { Random } from '../src/domain/plan-simulation/seeded-random.js';
import { checkPlan } from '../src/domain/check-plan.js';
import type { PollPlan } from '../src/domain/poll-plan.js';

const DEADLINE_S = 30 * 86_400;

/** The server's own rules (`nextCheckAt`), with its defaults: among them that no gap of `learned` is over an hour, for the promise and by default. */
export function wiredAskers(random: Random): { name: string; make: () => Asker }[] {
  const rules: AskingRules = {
    ...{ sweepCron: '*/15 * * * *', minIntervalMs: 1_000, deadlineS: DEADLINE_S, random: () => random.uniform() },
  };
  const plan = (name: string, poll: object) => {
    const read = planOf(poll);
    if (read.strategy === 'learned') return { name, make: () => learningAsker(name, read, rules) };
    return { name, make: () => planAsker(name, read, rules, () => null) };
  };
  return [plan('wired: sweep', { strategy: 'sweep' }), plan('wired: learned', { strategy: 'learned' })];
}

function planOf(poll: object): PollPlan {
  const read = checkPlan(JSON.parse(JSON.stringify(poll)));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.plan;
}
