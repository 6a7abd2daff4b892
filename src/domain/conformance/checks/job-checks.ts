import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import { lastOf, type Evidence, type OrderStory, type ProbeName, type StoryCall } from '../evidence.js';

const SECONDS_TO_ACCEPT = 10;

/** Whether a call that ought to be refused was. */
export function refused(evidence: Evidence, name: ProbeName, what: string): Finding | null {
  const answer = lastOf(evidence, name);
  if (!answer) return evidence.isOver ? skip('It was not asked: the URL could not be reached.') : null;
  if (answer.status === null) return skip(`No answer came: ${answer.message}`);
  if (answer.status === 401 || answer.status === 403) return pass(`HTTP ${answer.status}.`);
  if (answer.status >= 200 && answer.status < 300) return fail(`HTTP ${answer.status}: it took a call ${what}.`);
  if (answer.status >= 400 && answer.status < 500)
    return warn(`HTTP ${answer.status}: it refused a call ${what}, but not with 401 or 403.`);
  return fail(`HTTP ${answer.status} to a call ${what}.`);
}

/** What a good order's forward came to; null before it is known. */
export function accepted(evidence: Evidence): Finding | null {
  const { good } = evidence;
  if (!good) return evidence.isOver ? skip('No order was sent: the job URL could not be reached.') : null;
  const forwards = good.calls.filter(({ kind }) => kind === 'forward');
  const [last] = forwards.slice(-1);
  if (last && last.status !== null && last.status >= 200 && last.status < 300) return takenAt(forwards, last.status);
  if (good.status === 'received' || good.status === 'forwarding') {
    if (!evidence.isOver) return null;
  }
  const why = good.error?.message ?? last?.error ?? 'It was not answered.';
  return fail(last?.status ? `HTTP ${last.status}: ${why}` : why);
}

/** Later tries cost a buyer the time between them, though no order. */
function takenAt(forwards: readonly StoryCall[], status: number): Finding {
  const [first] = forwards;
  if (forwards.length === 1 || !first) return pass(`HTTP ${status} at try 1.`);
  const why = first.error ?? (first.status === null ? first.outcome : `HTTP ${first.status}`);
  return warn(`HTTP ${status}, but only at try ${forwards.length}. The first came to: ${why}`);
}

export function quick(evidence: Evidence): Finding | null {
  const forward = evidence.good?.calls.find(({ kind, status }) => kind === 'forward' && status !== null);
  if (!forward) return evidence.isOver ? skip('The job was not accepted.') : null;
  const seconds = (forward.ms / 1000).toFixed(1);
  return forward.ms <= SECONDS_TO_ACCEPT * 1000 ? pass(`It took ${seconds} s.`) : fail(`It took ${seconds} s.`);
}

function onceOnly(evidence: Evidence): Finding | null {
  const { good } = evidence;
  const again = lastOf(evidence, 'job_again');
  if (!good || !again) return evidence.isOver ? skip('The job was not accepted, so that it was not sent again.') : null;
  if (again.status === null) return fail(`The second time it was not answered: ${again.message}`);
  if (again.status >= 500) return fail(`The second time it answered HTTP ${again.status}.`);
  if (again.status >= 400 && again.status !== 409)
    return warn(`The second time it answered HTTP ${again.status}: answer as you did the first time, or 409.`);
  // A seller that calls back several times of every order tells nothing here: that is `callback.once`.
  if (!evidence.isOver) return null;
  if (repeatedCallbacks(evidence.failing) > 0)
    return skip('It calls back more than once of an order that was sent once.');
  const times = repeatedCallbacks(good);
  if (times > 0) return fail(`It was sent twice and called back ${times + 1} times: the work was done twice.`);
  return pass(`HTTP ${again.status}, and the work was done once.`);
}

const TWICE: ReadonlySet<string> = new Set(['duplicate', 'late']);

/**
 * Callbacks of an order behind the first that told its end. That one comes too late where a check was quicker: a seller may say the
 * end at its status URL before it calls back.
 */
export function repeatedCallbacks(story: OrderStory | null): number {
  const more = story?.calls.filter(({ kind, outcome }) => kind === 'callback' && TWICE.has(outcome)) ?? [];
  const behindTheEnd = more.reduce((sum, call) => sum + call.times, 0);
  return story?.deliveredBy === 'callback' ? behindTheEnd : Math.max(behindTheEnd - 1, 0);
}

const AUTH_FIX =
  'Compare each auth header that you registered with what the request bears, and answer 401 where one is missing or differs.';
const SIGNATURE_FIX =
  'Verify the Standard Webhooks signature over "{webhook-id}.{webhook-timestamp}.{body}" with the tool’s signing secret, ' +
  'refuse timestamps more than 5 minutes off, and answer 401.';
const SIGNATURE_FIX_ON = {
  n8n: 'Take the nodes from “Read the job” to “Is it signed?” of the n8n kit, with “Raw body” switched on in the Webhook node.',
  'node-red':
    'Take the function node “Is it signed?” of the Node-RED kit, with “Do not parse request body” in the http in node.',
  make: 'Make cannot see the raw body: leave this out, and keep the auth header long and secret.',
  zapier: 'Begin with “Catch Raw Hook”, and take the Code step that checks the order from the Zapier kit.',
  express: 'Use express.raw() on the job route, and the `standardwebhooks` package.',
  flask: 'Use request.get_data() before anything parses it, and the `standardwebhooks` package.',
} as const;

export const JOB_CHECKS: readonly Check[] = [
  {
    ...{ id: 'job.no-auth', level: 'must', probe: 'job_no_auth' },
    title: 'The job URL refuses calls without the auth headers',
    expected: 'HTTP 401 or 403.',
    fix: AUTH_FIX,
    fixOn: {
      n8n: 'In the Webhook node set Authentication to “Header Auth” with a credential that holds the header.',
      make: 'Add a filter behind the webhook that compares the header, and a Webhook response of 401 on the other road.',
      zapier:
        'Zapier’s catch hooks take anything: put a filter on the header behind the trigger. It still answers 200.',
    },
    judge: (evidence) => refused(evidence, 'job_no_auth', 'without auth headers'),
  },
  {
    ...{ id: 'job.wrong-auth', level: 'must', probe: 'job_wrong_auth' },
    title: 'The job URL refuses wrong auth headers',
    expected: 'HTTP 401 or 403.',
    fix: AUTH_FIX,
    judge: (evidence) => refused(evidence, 'job_wrong_auth', 'with wrong auth headers'),
  },
  {
    ...{ id: 'job.unsigned', level: 'may', probe: 'job_unsigned' },
    title: 'The job URL refuses calls without a signature',
    expected: 'HTTP 401 or 403.',
    ...{ fix: SIGNATURE_FIX, fixOn: SIGNATURE_FIX_ON },
    judge: (evidence) => refused(evidence, 'job_unsigned', 'without a signature'),
  },
  {
    ...{ id: 'job.bad-signature', level: 'may', probe: 'job_bad_signature' },
    title: 'The job URL refuses a wrong signature',
    expected: 'HTTP 401 or 403.',
    ...{ fix: SIGNATURE_FIX, fixOn: SIGNATURE_FIX_ON },
    judge: (evidence) => refused(evidence, 'job_bad_signature', 'with a wrong signature'),
  },
  {
    ...{ id: 'job.old-signature', level: 'may', probe: 'job_old_signature' },
    title: 'The job URL refuses a call of an hour ago',
    expected: 'HTTP 401 or 403, so that nobody can play a call again.',
    ...{ fix: SIGNATURE_FIX, fixOn: SIGNATURE_FIX_ON },
    judge: (evidence) => refused(evidence, 'job_old_signature', 'signed an hour ago'),
  },
  {
    ...{ id: 'job.accepts', level: 'must' },
    title: 'The job URL takes an order',
    expected: 'HTTP 202 (or another 2xx) to the published payload with your auth headers.',
    fix: 'Answer 202 as soon as the job is noted, whatever its inputs; tell of troubles with it by a callback or your status URL.',
    judge: accepted,
  },
  {
    ...{ id: 'job.quick', level: 'should' },
    title: 'The job URL answers at once',
    expected: `An answer within ${SECONDS_TO_ACCEPT} s; after 30 s the call is given up.`,
    fix: 'Answer 202 first and work afterwards.',
    fixOn: {
      n8n: 'In the Webhook node set Respond to “Immediately”, or put a “Respond to Webhook” node before the work.',
      make: 'Put a “Webhook response” module before the work.',
      'node-red': 'Wire an “http response” node before the work.',
    },
    judge: quick,
  },
  {
    ...{ id: 'job.twice', level: 'must', probe: 'job_again' },
    title: 'The same order twice is one job',
    expected: 'The same answer again (or 409), and one result: a call that got lost on its way back is made again.',
    fix: 'Keep each Idempotency-Key (or order_id) before you begin, and answer one that you know without beginning again.',
    fixOn: {
      n8n: 'Put a “Remove Duplicates” node (of items seen in earlier runs, by order_id) behind the webhook.',
      make: 'Keep order_id in a data store and filter on it.',
      zapier: 'Let “Storage by Zapier” keep order_id, and filter on it.',
    },
    judge: onceOnly,
  },
];
