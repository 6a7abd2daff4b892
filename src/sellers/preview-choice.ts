import { checkPlan, type PollPlan } from '../domain/poll-plan.js';
import { Problem, type ProblemDetail } from '../domain/problem.js';
import { parseStrictJson } from '../domain/strict-json.js';

/** What a tool's own plan is shown beside. */
const USUAL: readonly PollPlan[] = [
  { strategy: 'sweep' },
  { strategy: 'fixed', initial_s: 60, interval_s: 60, jitter: 0.1 },
  { strategy: 'exponential', initial_s: 30, interval_s: 45, multiplier: 1.5, max_interval_s: 3_600, jitter: 0.1 },
  { strategy: 'learned', budget: 3, max_interval_s: 3_600, jitter: 0.1 },
];

/** The plan and those that it is compared with; one that is the same stands once. */
export function withUsualPlans(own: PollPlan): PollPlan[] {
  const same = JSON.stringify(own);
  return [own, ...USUAL.filter((plan) => JSON.stringify(plan) !== same)];
}

/** Plans as they stand in an address; 400 that names the field of each fault. */
export function readPlans(texts: readonly string[]): PollPlan[] {
  const problems: ProblemDetail[] = [];
  const plans = texts.flatMap((text) => {
    const parsed = parseStrictJson(text);
    if (!parsed.ok) problems.push({ field: 'poll', message: `Give a plan as JSON. ${parsed.problem}` });
    const check = parsed.ok ? checkPlan(parsed.value) : null;
    if (check && !check.ok) problems.push(...check.problems);
    return check?.ok ? [check.plan] : [];
  });
  if (problems.length > 0) throw Problem.invalid(problems);
  return plans;
}
