import { waitAfter, type CallRetry } from './call-retry.js';
import type { FieldProblem } from './header-rules.js';
import { isJsonObject, type JsonObject, type JsonValue } from './strict-json.js';

/** Tries of one check, where the network failed it (contract, section 7, `retry`). The shape on the wire. */
export interface PlanRetry {
  /** Tries after the first. */
  readonly limit: number;
  readonly min_ms: number;
  readonly factor: number;
  /** Waits of min_ms × factor^(n-1), or of min_ms × n. */
  readonly backoff: 'exponential' | 'linear';
}

const DEFAULTS: PlanRetry = { limit: 0, min_ms: 1_000, factor: 2, backoff: 'exponential' };
/** A check that waits holds the place of another. */
const LONGEST_WAITS_MS = 60_000;
const PLACE = 'poll.retry';
const LONGEST_NAME = 60;

const RULES: Readonly<Record<string, { readonly says: string; fits(value: JsonValue): boolean }>> = {
  limit: { says: 'a whole number from 0 to 10', fits: (n) => Number.isInteger(n) && isWithin(n, 0, 10) },
  min_ms: { says: 'milliseconds from 1 to 60000', fits: (n) => isWithin(n, 1, 60_000) },
  factor: { says: 'a number from 1 to 10', fits: (n) => isWithin(n, 1, 10) },
  backoff: { says: '"exponential" or "linear"', fits: (word) => word === 'exponential' || word === 'linear' },
};

/** What is wrong with the `retry` of a plan. */
export function checkRetry(value: JsonValue): FieldProblem[] {
  if (!isJsonObject(value))
    return [{ field: PLACE, message: 'Give an object with limit, min_ms, factor and backoff.' }];
  const problems = Object.entries(value).flatMap(([name, one]) => {
    const message = messageOf(name, one);
    return message === null ? [] : [{ field: `${PLACE}.${name.slice(0, LONGEST_NAME)}`, message }];
  });
  if (problems.length > 0) return problems;
  const waitsMs = sumOfWaits(callRetryOf(readRetry(value)));
  if (waitsMs <= LONGEST_WAITS_MS) return [];
  const message = `The waits between the tries come to ${Math.ceil(waitsMs / 1_000)} s; make limit, min_ms or factor less, so that they come to at most ${LONGEST_WAITS_MS / 1_000} s.`;
  return [{ field: PLACE, message }];
}

/** With its defaults; only for values that passed. */
export function readRetry(value: JsonObject): PlanRetry {
  return { ...DEFAULTS, ...(value as Partial<PlanRetry>) };
}

/** The rule by which an attempt makes its call again. */
export function callRetryOf({ limit, min_ms: minMs, factor, backoff }: PlanRetry): CallRetry {
  return { limit, minMs, maxMs: null, factor, backoff, randomize: false };
}

function messageOf(name: string, value: JsonValue): string | null {
  if (!Object.hasOwn(RULES, name)) return 'There is no such field; leave it out.';
  const rule = RULES[name];
  return rule === undefined || rule.fits(value) ? null : `${name} must be ${rule.says}.`;
}

function sumOfWaits(rule: CallRetry): number {
  return Array.from({ length: rule.limit }, (_, i) => waitAfter(rule, i + 1)).reduce((sum, wait) => sum + wait, 0);
}

function isWithin(value: JsonValue, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}
