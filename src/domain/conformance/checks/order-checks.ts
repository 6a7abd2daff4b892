import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import type { Evidence, OrderStory } from '../evidence.js';
import { repeatedCallbacks } from './job-checks.js';
import { ofEnded } from './of-good.js';

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
/** With a good secret. */
const callbacks = (story: OrderStory) =>
  story.calls.filter(({ kind, status }) => kind === 'callback' && status !== 401);

function completes(story: OrderStory): Finding {
  if (story.status === 'completed')
    return pass(`Completed by ${story.deliveredBy} after ${seconds(story.tookMs ?? 0)}.`);
  if (story.error) return fail(`${story.status}: ${story.error.message}`);
  const silent = callbacks(story).length === 0 ? ' No callback with a good secret came for it.' : '';
  if (story.isFinal) return fail(`It is ${story.status}, and not completed.${silent}`);
  return fail(`It is still ${story.status}: the test waited no longer.${silent}`);
}

function proven(evidence: Evidence): Finding | null {
  const calls = [evidence.good, evidence.failing].flatMap((story) => story?.calls ?? []);
  const refused = calls.find(({ kind, status }) => kind === 'callback' && status === 401);
  if (refused) return fail(`HTTP 401: ${refused.error}`);
  if (calls.some(({ kind }) => kind === 'callback')) return pass('Callbacks were proven.');
  return evidence.isOver ? skip('No callback came.') : null;
}

function callsBack(story: OrderStory, evidence: Evidence): Finding {
  const calls = callbacks(story);
  if (calls.some(({ status, outcome }) => status === 200 && outcome !== 'processing')) return pass('It called back.');
  const means = evidence.tool.hasStatusUrl ? warn : fail;
  return means('No callback told of its end.');
}

function wellFormed(evidence: Evidence): Finding | null {
  const calls = [evidence.good, evidence.failing].flatMap((story) => (story ? callbacks(story) : []));
  const bad = calls.find(({ status }) => status !== null && status >= 400);
  if (bad) return fail(`HTTP ${bad.status}: ${bad.error ?? bad.outcome}`);
  if (calls.length > 0) return evidence.isOver ? pass('Every callback was taken.') : null;
  return evidence.isOver ? skip('It does not call back.') : null;
}

function once(evidence: Evidence): Finding | null {
  if (!evidence.isOver) return null;
  const stories = [evidence.failing, evidence.good].filter((story) => story !== null);
  if (stories.every((story) => callbacks(story).length === 0)) return skip('It does not call back.');
  const times = repeatedCallbacks(evidence.failing ?? evidence.good);
  return times === 0
    ? pass('One end, one callback.')
    : warn(`${times} more callbacks came once the order had ended. They change nothing, and cost you work.`);
}

function fails(evidence: Evidence): Finding | null {
  const { failing } = evidence;
  if (!failing) return evidence.isOver ? skip('No order was sent that ought to fail.') : null;
  if (failing.status === 'failed' && failing.deliveredBy !== null)
    return pass(`Failed by ${failing.deliveredBy} after ${seconds(failing.tookMs ?? 0)}: ${failing.error?.message}`);
  if (failing.status === 'failed') return fail(`It failed without a word of its seller: ${failing.error?.message}`);
  if (failing.status === 'completed')
    return warn('It was completed: nothing in its inputs made the tool fail. Name inputs that do (`failing_inputs`).');
  return evidence.isOver ? fail(`It is still ${failing.status}: its buyer would wait until the deadline.`) : null;
}

function failsInWords(evidence: Evidence): Finding | null {
  const { failing } = evidence;
  if (failing?.status !== 'failed' || failing.deliveredBy === null)
    return evidence.isOver ? skip('No order was reported as failed.') : null;
  const message = failing.error?.message ?? '';
  if (/\n\s+at |Traceback|<html|\[object Object\]|undefined/i.test(message)) return fail(message.slice(0, 200));
  return /\w{3,}.*\s.*\w/.test(message) ? pass(message.slice(0, 200)) : warn(`Only “${message}”.`);
}

const CALLBACK_FIX =
  'POST { "ok": true, "order_id", result fields } to callback_url, with the tool’s callback secret in x-callback-secret.';
const ERROR_FIX =
  'Catch every error of the work, and call back { "ok": false, "order_id", "error": "a sentence" }; let the status URL say failed.';

/** Whether orders come to their end, and how that is told. */
export const ORDER_CHECKS: readonly Check[] = [
  {
    ...{ id: 'order.completes', level: 'must' },
    title: 'A test order completes',
    expected: 'A result by callback, by the status URL or in the reply.',
    fix: `${CALLBACK_FIX} Or let the status URL say completed, with the result.`,
    fixOn: {
      n8n: 'Look at Executions: did the last HTTP Request node (the callback) run? It needs the credential “callback secret”.',
      make: 'Look at History: did the HTTP module of the callback run, and what was it answered?',
      'node-red': 'Wire a debug node behind the callback’s “http request”: what is it answered?',
    },
    judge: ofEnded(completes),
  },
  {
    ...{ id: 'callback.used', level: 'should' },
    title: 'The end of an order is told by callback',
    expected: 'A callback: a buyer has the result in the second it is there, instead of at the next check.',
    fix: CALLBACK_FIX,
    judge: ofEnded((story, evidence) =>
      story.status === 'completed' && story.deliveredBy === 'reply'
        ? skip('It was in the reply.')
        : callsBack(story, evidence),
    ),
  },
  {
    ...{ id: 'callback.secret', level: 'must' },
    title: 'Callbacks bear the tool’s callback secret',
    expected:
      'The header x-callback-secret with the secret of this tool, or the callback_url to the letter where it holds a token.',
    fix: 'Send the callback secret that the tool was registered with, as the header x-callback-secret; lost: rotate it.',
    fixOn: {
      n8n: 'Add the header x-callback-secret to the HTTP Request node that calls back, best by a credential of type Header Auth.',
      'node-red': 'Set msg.headers["x-callback-secret"] before the “http request” node that calls back.',
    },
    judge: proven,
  },
  {
    ...{ id: 'callback.well-formed', level: 'must' },
    title: 'Callbacks are taken',
    expected: 'HTTP 200 to every callback.',
    fix: 'Read the answer to your callback: its message names the field and what to do.',
    judge: wellFormed,
  },
  {
    ...{ id: 'callback.once', level: 'should' },
    title: 'An end is told once',
    expected: 'One callback for the end of an order; again only after a 5xx or no answer.',
    fix: 'Repeat a callback only where it was answered 5xx or not at all.',
    judge: once,
  },
  {
    ...{ id: 'order.fails', level: 'must' },
    title: 'An order that cannot be done is reported as failed',
    expected:
      'status failed, with the reason, by callback or the status URL. The test’s inputs hold "roundtrip_test": "fail".',
    fix: ERROR_FIX,
    fixOn: {
      n8n: 'Set an Error Workflow, or “On Error: Continue (using error output)”, and wire it to the failing callback, as in the kit.',
      make: 'Add an error handler route to the work, with the failing callback as its first module.',
      'node-red': 'Wire a catch node to the failing callback, as in the kit.',
      zapier: 'Zapier tells nobody when a step fails: put the work behind a Code step with try/catch.',
    },
    judge: fails,
  },
  {
    ...{ id: 'order.fails-in-words', level: 'should' },
    title: 'A failure is told in words for buyers',
    expected: 'A sentence that says what went wrong; no stack trace, no markup.',
    fix: 'Send the message of the error, made for a buyer’s eyes; keep the trace in your own log.',
    judge: failsInWords,
  },
];
