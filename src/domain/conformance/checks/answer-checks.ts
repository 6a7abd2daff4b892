import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import { aboutTheOrder, lastOf, probesOf, type Evidence, type ProbeAnswer } from '../evidence.js';
import { notAsked, ofAnswers, ofStatus } from './of-status.js';
import { statusAnswers } from './reach-checks.js';

const UNCLEAR: ReadonlySet<string> = new Set(['unreadable', 'bad_result', 'rejected', 'too_large']);
const CLEAR: ReadonlySet<string> = new Set(['processing', 'completed', 'failed', 'elsewhere', 'not_modified']);
/** Answers that tell nothing of the order, and that another check judges; from so many on there is a fault in that alone. */
const BUSY: ReadonlySet<string> = new Set(['rate_limited', 'server_error']);
const ENOUGH = 4;

const words = ofAnswers((answers) => {
  const bad = answers.find(({ said }) => UNCLEAR.has(said));
  const begin = (answer: ProbeAnswer) => ` It began with: ${answer.excerpt.slice(0, 120)}`;
  if (bad) return fail(`${bad.problem ?? `It said ${bad.said}.`}${begin(bad)}`);
  const said = [...new Set(answers.map((answer) => answer.said))].join(', then ');
  if (answers.some((answer) => CLEAR.has(answer.said))) return pass(`It said: ${said}.`);
  return answers.length < ENOUGH && answers.every((answer) => BUSY.has(answer.said))
    ? skip(`It was asked ${answers.length} times, and said: ${said}.`)
    : fail(`It said nothing but: ${said}.`);
});

/** A status answer is taken as the order's whatever it names: by another one's, a buyer is given what is somebody else's. */
export const namesOrder = ofStatus((evidence) => {
  if (evidence.tool.asksByRemoteId) return skip('It is asked by your own id of the order, and may answer by it.');
  const { good } = evidence;
  const other = aboutTheOrder(evidence).find(({ named }) => named != null && named !== good?.orderId);
  if (other) return fail(`Asked for ${good?.orderId}, it answered about ${other.named}.`);
  if (lastOf(evidence, 'status_done') === null) return notAsked(evidence);
  return pass('No answer named another order.');
});

const contentType = ofAnswers((answers) => {
  const other = answers.find(({ bytes, headers }) => bytes > 0 && !isJsonType(headers['content-type']));
  if (!other) return pass('application/json.');
  return warn(`Content-Type: ${other.headers['content-type'] ?? '(none)'}.`);
});

const isJsonType = (type: string | undefined) => /^application\/([\w.-]+\+)?json\b/i.test(type ?? '');

const charset = ofAnswers((answers) => {
  const named = answers.find(({ headers }) => /charset=(?!"?utf-?8)/i.test(headers['content-type'] ?? ''));
  if (answers.some(({ isUtf8 }) => !isUtf8)) return fail('A body holds bytes that are no UTF-8.');
  return named ? warn(`Content-Type: ${named.headers['content-type']}.`) : pass('UTF-8.');
});

const plain = ofStatus((evidence) => {
  const answers = statusAnswers(evidence);
  const packed = answers.find(({ headers }) => !['', 'identity'].includes(headers['content-encoding'] ?? ''));
  if (packed) return fail(`Content-Encoding: ${packed.headers['content-encoding']}, though identity was asked for.`);
  return answers.length === 0 ? notAsked(evidence) : pass('No Content-Encoding.');
});

function validators(evidence: Evidence): Finding | null {
  const done = lastOf(evidence, 'status_done');
  if (!done) return notAsked(evidence);
  const etag = done.headers['etag'] ?? done.headers['last-modified'];
  if (etag === undefined) return warn('Neither ETag nor Last-Modified: each check carries the whole answer.');
  const again = lastOf(evidence, 'status_validated');
  if (!again) return notAsked(evidence);
  return again.status === 304
    ? pass('304 to the same question with If-None-Match.')
    : warn(`HTTP ${again.status} to the same question with its validator, where 304 would do.`);
}

function honest(evidence: Evidence): Finding | null {
  const done = lastOf(evidence, 'status_done');
  if (!done) return notAsked(evidence);
  const before = [...probesOf(evidence, 'status_first'), ...probesOf(evidence, 'status_working')];
  const etag = done.headers['etag'];
  const lie = before.find(({ headers, said }) => etag !== undefined && headers['etag'] === etag && said !== done.said);
  if (lie) return fail(`ETag ${etag} stood for “${lie.said}”, and stands for “${done.said}” now.`);
  const stuck = done.status === 304 || (done.said === 'not_modified' && evidence.good?.isFinal);
  if (stuck) return fail('It answers 304 to a question without a validator.');
  const working = lastOf(evidence, 'status_working');
  if (working?.status === 304 && working.said !== done.said && evidence.good?.deliveredBy === 'callback')
    return warn('It went on answering 304 until the callback came.');
  return pass('No validator stood for two different answers.');
}

function again(evidence: Evidence): Finding | null {
  const { good } = evidence;
  const done = lastOf(evidence, 'status_done');
  if (!good?.isFinal || !done) return notAsked(evidence, 'The order did not come to an end.');
  if (done.status === 404)
    return warn('HTTP 404 once the order had ended: keep it for a day, so that nobody is left wondering.');
  if (done.said === good.status) return pass(`It says “${done.said}”, as the order ended.`);
  if (!CLEAR.has(done.said)) return skip(`It told nothing of the order then: ${done.said}.`);
  if (good.status === 'expired' || good.deliveredBy === null) return skip('The order was not ended by its seller.');
  return fail(`The order is ${good.status} by ${good.deliveredBy}, and the status URL says “${done.said}”.`);
}

const progress = ofAnswers((answers) => {
  const told = answers.flatMap((answer) => (answer.progress === null ? [] : [answer.progress]));
  if (told.length === 0) return skip('It tells of no progress, which is as good.');
  const out = told.find((value) => value < 0 || value > 100);
  if (out !== undefined) return fail(`It said ${out}.`);
  const back = told.find((value, i) => value < (told[i - 1] ?? 0));
  return back === undefined ? pass(`It said ${told.join(', ')}.`) : warn(`It went back to ${back}.`);
});

const secrets = ofStatus((evidence) => {
  const answers = [...statusAnswers(evidence), ...probesOf(evidence, 'job_again')];
  if (answers.length === 0) return notAsked(evidence);
  if (answers.some(({ heldSecret }) => heldSecret))
    return fail('An answer held the value of an auth header or of a secret.');
  return lastOf(evidence, 'status_done') || evidence.isOver ? pass('No answer held a secret.') : null;
});

/** What the status URL says, and how. */
export const ANSWER_CHECKS: readonly Check[] = [
  {
    ...{ id: 'status.words', level: 'must', probe: 'status_working' },
    title: 'The status is said in words that are understood',
    expected: '{ "status": "processing" | "completed" | "failed", … }, or a dialect that the tool is registered with.',
    fix: 'Answer 200 with a JSON object whose status is one of the three words; or register how yours is read (`response`).',
    fixOn: { n8n: 'Set “Respond to Webhook” to JSON, and its body to an expression that gives an object.' },
    judge: words,
  },
  {
    ...{ id: 'status.order-id', level: 'should', probe: 'status_done' },
    title: 'The answer is about the order that was asked for',
    expected: 'The order_id of the question, or none.',
    fix: 'Look up the order by the id in the URL, and answer with that id; an id of your own belongs in another field.',
    fixOn: {
      n8n: 'Take order_id from the Webhook node of the status flow, not from the item that ran last.',
      'node-red':
        'Take order_id from msg.req.params, not from a flow or global variable that the next order overwrites.',
    },
    judge: namesOrder,
  },
  {
    ...{ id: 'status.content-type', level: 'may', probe: 'status_done' },
    title: 'The answer says that it is JSON',
    expected: 'Content-Type: application/json.',
    fix: 'Set Content-Type to application/json.',
    judge: contentType,
  },
  {
    ...{ id: 'status.charset', level: 'must', probe: 'status_done' },
    title: 'The answer is UTF-8',
    expected: 'UTF-8, as JSON is (RFC 8259).',
    fix: 'Write the body as UTF-8.',
    judge: charset,
  },
  {
    ...{ id: 'status.plain', level: 'must', probe: 'status_done' },
    title: 'The answer is not packed',
    expected: 'No Content-Encoding: we ask for identity.',
    fix: 'Leave compression off where Accept-Encoding says identity.',
    judge: plain,
  },
  {
    ...{ id: 'status.validators', level: 'may', probe: 'status_validated' },
    title: 'An unchanged answer is 304',
    expected: 'An ETag, and 304 to If-None-Match.',
    fix: 'Send an ETag made of the answer, and 304 without a body where If-None-Match names it.',
    judge: ofStatus(validators),
  },
  {
    ...{ id: 'status.validators-honest', level: 'must', probe: 'status_done' },
    title: 'A changed answer has another ETag',
    expected: 'An ETag that changes with the answer, and 304 to nobody who did not ask for it.',
    fix: 'Make the ETag of the whole answer, not of the order’s id.',
    judge: ofStatus(honest),
  },
  {
    ...{ id: 'status.agrees', level: 'must', probe: 'status_done' },
    title: 'The status URL says what the callback said',
    expected: 'One end of an order, on every road.',
    fix: 'Keep the end of an order where both the callback and the status URL take it from.',
    judge: ofStatus(again),
  },
  {
    ...{ id: 'status.progress', level: 'may', probe: 'status_working' },
    title: 'Progress goes from 0 to 100',
    expected: 'A number from 0 to 100 that does not go back.',
    fix: 'Send progress as a number from 0 to 100, or leave it out.',
    judge: progress,
  },
  {
    ...{ id: 'status.secrets', level: 'must', probe: 'status_done' },
    title: 'Answers hold no secrets',
    expected: 'No value of an auth header, callback secret or signing secret in any answer.',
    fix: 'Do not echo the request: answer with the fields of the contract alone.',
    judge: secrets,
  },
];
