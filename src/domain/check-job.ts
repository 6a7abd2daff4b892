import {
  checkCall,
  isGiven,
  optional,
  problemsOf,
  right,
  valueOf,
  wrong,
  type Checked,
  type Wish,
} from './check-call.js';
import { isInstant } from './instant.js';
import type { JobSpec } from './job.js';

const OWN_FIELDS = ['scheduled_at', 'idempotency_key'];
/** So far in the past means now: clocks differ, and requests take their time. */
const PAST_MS = 60_000;

/**
 * A job as it is asked for (contract, section 8, `POST /jobs`), in Fliq's lenient dialect. `scheduled_at` up to 60 s before `nowMs`
 * is taken for now; there is no latest instant.
 */
export function checkJob(wish: Wish, nowMs: number): Checked<JobSpec> {
  const call = checkCall(wish, OWN_FIELDS);
  const at = checkScheduledAt(wish, nowMs);
  const key = checkKey(wish);
  const problems = problemsOf([call, at, key]);
  if (problems.length > 0) return { ok: false, problems };
  return right({ call: valueOf(call), scheduledAt: valueOf(at), idempotencyKey: valueOf(key) });
}

/** The key alone: it is looked up before anything else of the request is. */
export function checkKey(wish: Wish): Checked<string | null> {
  return optional<string | null>(wish, 'idempotency_key', null, (value, field) =>
    typeof value === 'string' && /^[^\p{Cc}\p{Cs}]{1,256}$/u.test(value)
      ? right(value)
      : wrong(field, 'must be a text of 1 to 256 characters without control characters.'),
  );
}

function checkScheduledAt({ scheduled_at: value }: Wish, nowMs: number): Checked<number> {
  const field = 'scheduled_at';
  const like = `such as ${new Date(nowMs + 3_600_000).toISOString()}`;
  if (!isGiven(value)) return wrong(field, `is required: an instant in ISO-8601, ${like}.`);
  // A day alone is no time to call somebody at.
  if (!isInstant(value) || !value.includes('T'))
    return wrong(field, `must be an instant in ISO-8601 with Z or an offset, ${like}.`);
  const at = Date.parse(value);
  if (at < nowMs - PAST_MS)
    return wrong(field, 'lies more than 60 s in the past: name an instant to come, or now to run it at once.');
  return right(Math.max(at, nowMs));
}
