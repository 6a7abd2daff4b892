import type { FieldProblem } from './header-rules.js';
import type { PollPlan } from './poll-plan.js';
import { isJsonObject, type JsonObject, type JsonValue } from './strict-json.js';

export type PlanCheck =
  { readonly ok: true; readonly plan: PollPlan } | { readonly ok: false; readonly problems: FieldProblem[] };

const LONGEST_S = 30 * 24 * 3_600; // the longest deadline of an order
const DEFAULT_JITTER = 0.1;

type Strategy = PollPlan['strategy'];
interface NumberRule {
  readonly says: string;
  readonly of: readonly Strategy[];
  fits(number: number): boolean;
}

const seconds = `seconds (fractions allowed, at most ${LONGEST_S})`;
const RULES: Readonly<Record<string, NumberRule>> = {
  initial_s: { says: `0 or more ${seconds}`, of: ['fixed'], fits: (n) => n >= 0 && n <= LONGEST_S },
  interval_s: { says: `more than 0 ${seconds}`, of: ['fixed'], fits: (n) => n > 0 && n <= LONGEST_S },
  jitter: { says: 'a number from 0 to 0.5', of: ['fixed'], fits: (n) => n >= 0 && n <= 0.5 },
  timeout_s: { says: `more than 0 ${seconds}`, of: ['sweep', 'fixed'], fits: (n) => n > 0 && n <= LONGEST_S },
  max_checks: {
    says: 'a whole number from 1 to 1000000',
    of: ['sweep', 'fixed'],
    fits: (n) => Number.isInteger(n) && n >= 1 && n <= 1e6,
  },
};

const STRATEGIES_TO_COME = ['exponential', 'adaptive', 'learned'];
const FIELDS_TO_COME = [
  'multiplier',
  'max_interval_s',
  'classes',
  'class_from',
  'default',
  'budget',
  'retry',
  'wait_s',
];

/**
 * Reads a tool's `poll` (contract, section 7). The strategies `sweep` and `fixed` are built; every other strategy and field is
 * refused by name, never accepted and ignored. The plan comes back with its defaults: `jitter` 0.1, `initial_s` as `interval_s`.
 */
export function checkPlan(value: unknown): PlanCheck {
  if (!isJsonObject(value))
    return refuse([{ field: 'poll', message: 'Give an object with a strategy, "sweep" or "fixed".' }]);
  const strategy = value['strategy'];
  if (strategy !== 'sweep' && strategy !== 'fixed')
    return refuse([{ field: 'poll.strategy', message: strategyMessage(strategy) }]);
  const problems = Object.entries(value).flatMap(([name, given]) => checkField(strategy, name, given));
  if (strategy === 'fixed' && !Object.hasOwn(value, 'interval_s')) {
    problems.push({ field: 'poll.interval_s', message: 'The strategy "fixed" needs interval_s, in seconds.' });
  }
  return problems.length > 0 ? refuse(problems) : { ok: true, plan: toPlan(strategy, value) };
}

function strategyMessage(strategy: JsonValue | undefined): string {
  if (typeof strategy !== 'string') return 'Name a strategy, "sweep" or "fixed".';
  if (STRATEGIES_TO_COME.includes(strategy))
    return `The strategy "${strategy}" is not built yet; use "sweep" or "fixed".`;
  return 'There is no such strategy; use "sweep" or "fixed".';
}

function checkField(strategy: Strategy, name: string, value: JsonValue): FieldProblem[] {
  if (name === 'strategy') return [];
  const message = fieldMessage(strategy, name, value);
  return message === null ? [] : [{ field: `poll.${name.slice(0, 60)}`, message }];
}

function fieldMessage(strategy: Strategy, name: string, value: JsonValue): string | null {
  if (FIELDS_TO_COME.includes(name)) return `${name} is not built yet; leave it out.`;
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (rule === undefined) return 'There is no such field; leave it out.';
  if (!rule.of.includes(strategy)) return `${name} does not belong to the strategy "${strategy}"; leave it out.`;
  return typeof value === 'number' && rule.fits(value) ? null : `${name} must be ${rule.says}.`;
}

/** Only for values that passed: every number is one. */
function toPlan(strategy: Strategy, value: JsonObject): PollPlan {
  const number = (name: string): number | undefined => value[name] as number | undefined;
  const limits = {
    ...(number('timeout_s') !== undefined && { timeout_s: number('timeout_s') }),
    ...(number('max_checks') !== undefined && { max_checks: number('max_checks') }),
  };
  if (strategy === 'sweep') return { strategy, ...limits };
  const interval = number('interval_s') ?? 0;
  return {
    strategy,
    initial_s: number('initial_s') ?? interval,
    interval_s: interval,
    jitter: number('jitter') ?? DEFAULT_JITTER,
    ...limits,
  };
}

function refuse(problems: FieldProblem[]): PlanCheck {
  return { ok: false, problems };
}
