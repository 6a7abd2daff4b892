import { checkClasses } from './check-classes.js';
import type { FieldProblem } from './header-rules.js';
import { checkRetry, readRetry } from './plan-retry.js';
import { checkFields, isStrategy, type Strategy } from './plan-fields.js';
import type { PlanClass, PollPlan } from './poll-plan.js';
import { isJsonObject, type JsonObject, type JsonValue } from './strict-json.js';

export type PlanCheck =
  { readonly ok: true; readonly plan: PollPlan } | { readonly ok: false; readonly problems: FieldProblem[] };

const DEFAULT_JITTER = 0.1;
const DEFAULT_BUDGET = 3;
/** A seller that becomes ten times slower is still found within an hour. */
const DEFAULT_LONGEST_S = 3_600;
const BUILT = '"sweep", "fixed", "exponential", "adaptive" or "learned"';

/**
 * Reads a tool's `poll` (contract, section 7). The plan comes back with its defaults: `jitter` 0.1, `initial_s` as `interval_s` (in
 * classes too), `budget` 3 and, in `learned`, `max_interval_s` 3,600, those of `retry` where it has one.
 */
export function checkPlan(value: unknown): PlanCheck {
  if (!isJsonObject(value)) return refuse([{ field: 'poll', message: `Give an object with a strategy, ${BUILT}.` }]);
  const strategy = value['strategy'];
  if (!isStrategy(strategy)) return refuse([{ field: 'poll.strategy', message: strategyMessage(strategy) }]);
  const problems = checkFields(strategy, value);
  if (strategy === 'adaptive') problems.push(...checkClasses(value));
  if (value['retry'] !== undefined) problems.push(...checkRetry(value['retry']));
  if (strategy === 'learned' && value['class_from'] !== undefined)
    problems.push(...checkClasses({ class_from: value['class_from'] }));
  if (problems.length === 0) problems.push(...checkContradictions(value));
  return problems.length > 0 ? refuse(problems) : { ok: true, plan: toPlan(strategy, value) };
}

function strategyMessage(strategy: JsonValue | undefined): string {
  if (typeof strategy !== 'string') return `Name a strategy, ${BUILT}.`;
  return `There is no such strategy; use ${BUILT}.`;
}

/** What is right field by field, and cannot be meant together. */
function checkContradictions(plan: JsonObject): FieldProblem[] {
  const { interval_s: interval, max_interval_s: longest } = plan;
  if (typeof interval !== 'number' || typeof longest !== 'number' || longest >= interval) return [];
  return [{ field: 'poll.max_interval_s', message: 'max_interval_s must not be less than interval_s.' }];
}

/** Only for values that passed. */
function toPlan(strategy: Strategy, value: JsonObject): PollPlan {
  const number = (name: string): number | undefined => value[name] as number | undefined;
  const limits = {
    ...(number('timeout_s') !== undefined && { timeout_s: number('timeout_s') }),
    ...(number('max_checks') !== undefined && { max_checks: number('max_checks') }),
    ...(value['retry'] !== undefined && { retry: readRetry(value['retry'] as JsonObject) }),
    ...(number('wait_s') !== undefined && { wait_s: number('wait_s') }),
  };
  const interval_s = number('interval_s') ?? 0;
  const initial_s = number('initial_s') ?? interval_s;
  const common = { jitter: number('jitter') ?? DEFAULT_JITTER, ...limits };
  switch (strategy) {
    case 'sweep':
      return { strategy, ...limits };
    case 'fixed':
      return { strategy, initial_s, interval_s, ...common };
    case 'exponential': {
      const growth = { multiplier: number('multiplier') ?? 1, max_interval_s: number('max_interval_s') ?? interval_s };
      return { strategy, initial_s, interval_s, ...growth, ...common };
    }
    case 'learned': {
      const from = value['class_from'] as string | undefined;
      const bounds = {
        ...{
          budget: number('budget') ?? DEFAULT_BUDGET,
          max_interval_s: number('max_interval_s') ?? DEFAULT_LONGEST_S,
        },
        ...(from !== undefined && { class_from: from }),
      };
      return { strategy, ...bounds, ...common };
    }
    case 'adaptive': {
      const named = { class_from: value['class_from'] as string, default: value['default'] as string };
      return { strategy, classes: toClasses(value['classes'] as JsonObject), ...named, ...common };
    }
  }
}

function toClasses(classes: JsonObject): Record<string, PlanClass> {
  const read = Object.entries(classes).map(([name, one]) => {
    const given = one as unknown as Omit<PlanClass, 'initial_s'> & Partial<PlanClass>;
    return [name, { ...given, initial_s: given.initial_s ?? given.interval_s }] as const;
  });
  return Object.fromEntries(read);
}

function refuse(problems: FieldProblem[]): PlanCheck {
  return { ok: false, problems };
}
