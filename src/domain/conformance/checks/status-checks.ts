import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import { lastOf, probesOf, type Evidence } from '../evidence.js';
import { refused } from './job-checks.js';
import { notAsked, ofStatus } from './of-status.js';
import { statusAnswers } from './reach-checks.js';

const LIMIT_MS = 8_000;
/** From here on a slow day is enough to lose checks. */
const NEAR_LIMIT_MS = 4_000;

function unknownOrder(evidence: Evidence): Finding | null {
  const answers = probesOf(evidence, 'status_unknown');
  const answer = answers.find(({ status }) => status !== null);
  if (!answer) return notAsked(evidence, 'No call was answered.');
  if (answer.status === 404) return pass('HTTP 404.');
  if (answer.status === 410) return warn('HTTP 410: say 404 of orders that you have never had.');
  return fail(`HTTP ${answer.status} to an order that was never placed: ${answer.excerpt.slice(0, 200)}`);
}

function percentile95(evidence: Evidence): Finding | null {
  const times = statusAnswers(evidence).map(({ ms }) => ms);
  if (times.length === 0) return notAsked(evidence);
  if (times.length < 20 && !evidence.isOver) return null;
  const p95 = [...times].sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? 0;
  const found = `95 of 100 answers within ${(p95 / 1000).toFixed(2)} s, of ${times.length}.`;
  if (p95 >= LIMIT_MS) return fail(found);
  return p95 >= NEAR_LIMIT_MS ? warn(found) : pass(found);
}

function steady(evidence: Evidence): Finding | null {
  const answers = probesOf(evidence, 'status_unknown');
  if (answers.length === 0) return notAsked(evidence);
  const told = new Map<string, number>();
  for (const { status, failure } of answers) {
    const what = status === null ? (failure ?? 'no answer') : `HTTP ${status}`;
    told.set(what, (told.get(what) ?? 0) + 1);
  }
  const list = [...told].map(([what, times]) => `${times} × ${what}`).join(', ');
  if (answers.length < 20 && !evidence.isOver) return null;
  return told.size === 1 ? pass(list) : fail(`The same question was answered in different ways: ${list}.`);
}

function rate(evidence: Evidence): Finding | null {
  const answers = statusAnswers(evidence);
  const limited = answers.filter(({ status }) => status === 429);
  if (answers.length === 0) return notAsked(evidence);
  if (limited.length > 0) return fail(`${limited.length} of ${answers.length} were answered 429.`);
  return probesOf(evidence, 'status_unknown').length < 20 && !evidence.isOver
    ? null
    : pass('No call was answered 429.');
}

function retryAfter(evidence: Evidence): Finding | null {
  const busy = statusAnswers(evidence).filter(({ status }) => status === 429 || status === 503);
  if (busy.length === 0) return evidence.isOver ? skip('It was never busy.') : null;
  const without = busy.filter(({ headers }) => headers['retry-after'] === undefined);
  return without.length === 0
    ? pass(`Retry-After: ${busy[0]?.headers['retry-after']}.`)
    : fail(`${without.length} of ${busy.length} answers with 429 or 503 bore no Retry-After.`);
}

function knownAtOnce(evidence: Evidence): Finding | null {
  const first = lastOf(evidence, 'status_first');
  if (!first) return notAsked(evidence);
  if (first.status === 404) return fail('HTTP 404 right after the job was accepted.');
  return first.status === null ? fail(first.message ?? 'No answer.') : pass(`HTTP ${first.status}.`);
}

/** Seconds; null where no answer of the status URL asked for a wait. */
export function longestRetryAfterS(evidence: Pick<Evidence, 'probes'>): number | null {
  const said = statusAnswers(evidence).map(({ headers }) => Number(headers['retry-after'] ?? 'NaN'));
  const waits = said.filter((value) => value > 0);
  return waits.length === 0 ? null : Math.max(...waits);
}

function planned(evidence: Evidence): Finding | null {
  const { shortestGapS } = evidence.tool;
  const most = longestRetryAfterS(evidence);
  if (most === null || shortestGapS === null) return evidence.isOver ? skip('Nothing to compare.') : null;
  return shortestGapS >= most
    ? pass(`The plan asks every ${shortestGapS} s, Retry-After says ${most} s.`)
    : warn(`The plan asks every ${shortestGapS} s, and Retry-After says ${most} s: so it is ${most} s.`);
}

const COLD =
  'Asks that come while your platform starts up count too: keep it warm, or answer from a place that is always up.';

/** Who may ask the status URL, and how quickly and steadily it answers. */
export const STATUS_CHECKS: readonly Check[] = [
  {
    ...{ id: 'status.unknown', level: 'must', probe: 'status_unknown' },
    title: 'An order that was never placed is 404',
    expected: 'HTTP 404. After a lost answer we ask whether the job arrived: anything but 404 means that it did.',
    fix: 'Look the order up before you answer, and answer 404 where you do not know it.',
    fixOn: {
      n8n: 'Add an If node behind the lookup, and a “Respond to Webhook” node with response code 404.',
      make: 'Add a route for “no record found” with a Webhook response of status 404.',
      express: 'if (!jobs.has(req.params.id)) return res.status(404).json({ error: "unknown order" })',
      flask: 'abort(404) where the order is not known.',
    },
    judge: ofStatus(unknownOrder),
  },
  {
    ...{ id: 'status.no-auth', level: 'must', probe: 'status_no_auth' },
    title: 'The status URL refuses calls without the auth headers',
    expected: 'HTTP 401 or 403: results are your buyers’.',
    fix: 'Compare each auth header, as on the job URL, and answer 401 where one is missing or differs.',
    judge: ofStatus((evidence) => refused(evidence, 'status_no_auth', 'without auth headers')),
  },
  {
    ...{ id: 'status.wrong-auth', level: 'must', probe: 'status_wrong_auth' },
    title: 'The status URL refuses wrong auth headers',
    expected: 'HTTP 401 or 403.',
    fix: 'Compare each auth header, as on the job URL, and answer 401 where one is missing or differs.',
    judge: ofStatus((evidence) => refused(evidence, 'status_wrong_auth', 'with wrong auth headers')),
  },
  {
    ...{ id: 'status.quick', level: 'must', probe: 'status_unknown' },
    title: 'The status URL answers within 8 s',
    expected: '95 of 100 answers in less than 8 s from the first byte sent to the last received.',
    fix: `Answer from what you have kept; do not ask your model or a slow database on this road. ${COLD}`,
    judge: ofStatus(percentile95),
  },
  {
    ...{ id: 'status.steady', level: 'should', probe: 'status_unknown' },
    title: 'The same question gets the same answer',
    expected: '20 equal questions, 20 equal answers.',
    fix: `Look for what fails now and then: a second server that does not know the order, a limit, a restart. ${COLD}`,
    judge: ofStatus(steady),
  },
  {
    ...{ id: 'status.rate', level: 'should', probe: 'status_unknown' },
    title: '20 questions in a row are not too many',
    expected: 'No 429.',
    fix: 'Let our calls pass your limit: they bear your auth headers. Or register a slower plan (`poll`).',
    judge: ofStatus(rate),
  },
  {
    ...{ id: 'status.retry-after', level: 'may', probe: 'status_unknown' },
    title: 'A busy server says when to come again',
    expected: 'Retry-After on 429 and 503.',
    fix: 'Send Retry-After (seconds) with 429 and 503: it is honoured.',
    judge: ofStatus(retryAfter),
  },
  {
    ...{ id: 'status.known', level: 'should', probe: 'status_first' },
    title: 'An accepted order is known at once',
    expected: 'No 404 once the job was answered.',
    fix: 'Note the order before you answer the job, not when its work begins.',
    judge: ofStatus(knownAtOnce),
  },
  {
    ...{ id: 'plan.retry-after', level: 'may' },
    title: 'The plan asks no sooner than Retry-After says',
    expected: 'A gap of the plan that is no shorter than Retry-After, which is a floor under it.',
    fix: 'Register a plan (`poll`) whose gaps are as long as your Retry-After, or send a shorter one.',
    judge: ofStatus(planned),
  },
];
