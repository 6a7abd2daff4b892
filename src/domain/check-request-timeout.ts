import { waitAfter } from './call-retry.js';
import type { FieldProblem } from './header-rules.js';
import { retryOf, type RequestTimeout } from './poll.js';
import { isJsonObject, type JsonObject } from './strict-json.js';

export type RequestTimeoutCheck =
  | { readonly ok: true; readonly value: RequestTimeout }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

const FIELD = 'request_timeout';
const LONGEST_WAIT = 60_000;
/** A request that waits holds the place of another. */
const LONGEST_WAITS_MS = 60_000;
const whole = (least: number, most: number) => ({
  says: `must be a whole number from ${least} to ${most}.`,
  fits: (value: unknown) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
});
const OUTER = { duration_in_ms: whole(1, 300_000) };
const RETRY = {
  limit: whole(0, 10),
  min_timeout_in_ms: whole(0, LONGEST_WAIT),
  max_timeout_in_ms: whole(0, LONGEST_WAIT),
  factor: {
    says: 'must be a number from 1 to 100.',
    fits: (n: unknown) => typeof n === 'number' && n >= 1 && n <= 100,
  },
  randomize: { says: 'must be true or false.', fits: (value: unknown) => typeof value === 'boolean' },
};
type Rules = Readonly<Record<string, { says: string; fits(value: unknown): boolean }>>;
/** Where `retry` leaves something out: as trigger.dev fills it in, but that no try is made unless `limit` says so. */
const DEFAULT_RETRY = { limit: 0, min_timeout_in_ms: 500, max_timeout_in_ms: 30_000, factor: 1.8, randomize: true };

/** Reads a poll's `request_timeout` (contract, section 8). `duration_in_ms` is needed; the waits between the tries come to 60 s at most. */
export function checkRequestTimeout(value: unknown): RequestTimeoutCheck {
  if (!isJsonObject(value)) return refuse([{ field: FIELD, message: 'Give an object with duration_in_ms.' }]);
  const { retry, ...outer } = value;
  const problems = checkEach(outer, OUTER, FIELD);
  if (outer['duration_in_ms'] === undefined)
    problems.push({ field: `${FIELD}.duration_in_ms`, message: 'Say how long one request may take, in milliseconds.' });
  const hasRetry = retry !== undefined && retry !== null;
  if (hasRetry && !isJsonObject(retry))
    problems.push({ field: `${FIELD}.retry`, message: 'Give an object with a limit.' });
  if (isJsonObject(retry)) problems.push(...checkEach(retry, RETRY, `${FIELD}.retry`));
  if (problems.length > 0) return refuse(problems);
  const whole = { ...DEFAULT_RETRY, ...(retry as Partial<typeof DEFAULT_RETRY> | null | undefined) };
  const timeout = { duration_in_ms: outer['duration_in_ms'] as number, retry: hasRetry ? whole : null };
  const waitsMs = longestWaits(timeout);
  if (waitsMs <= LONGEST_WAITS_MS) return { ok: true, value: timeout };
  const message = `The waits between the tries may come to ${Math.ceil(waitsMs / 1_000)} s; make limit, max_timeout_in_ms or factor less, so that they come to at most ${LONGEST_WAITS_MS / 1_000} s.`;
  return refuse([{ field: `${FIELD}.retry`, message }]);
}

/** In milliseconds, each as long as chance can make it. */
function longestWaits(timeout: RequestTimeout): number {
  const rule = retryOf({ request_timeout: timeout, poll: null });
  if (rule === null) return 0;
  const waits = Array.from({ length: rule.limit }, (_, i) => waitAfter(rule, i + 1) * (rule.randomize ? 2 : 1));
  return waits.reduce((sum, wait) => sum + Math.min(wait, rule.maxMs ?? LONGEST_WAIT), 0);
}

function checkEach(given: JsonObject, rules: Rules, place: string): FieldProblem[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    const field = `${place}.${name.slice(0, 60)}`;
    if (!rule) return [{ field, message: 'There is no such field; leave it out.' }];
    return rule.fits(value) ? [] : [{ field, message: `${name} ${rule.says}` }];
  });
}

function refuse(problems: readonly FieldProblem[]): RequestTimeoutCheck {
  return { ok: false, problems };
}
