import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import { aboutTheOrder, lastOf, type Evidence, type OrderStory } from '../evidence.js';
import { ofEnded } from './of-good.js';

function resultTaken(story: OrderStory): Finding {
  const bad = story.calls.find(({ outcome }) => outcome === 'bad_result');
  if (bad) return fail(bad.error ?? 'A result could not be taken.');
  return story.status === 'completed' ? pass(`A result of type ${story.outputType}.`) : skip('It did not complete.');
}

function types(story: OrderStory): Finding {
  const own = story.files.filter(({ detectedType }) => detectedType !== null);
  if (own.length === 0) return skip('No file whose bytes were sent.');
  const other = own.find(
    ({ declaredType, detectedType }) => declaredType !== null && !alike(declaredType, detectedType!),
  );
  return other
    ? fail(`${other.filename} is declared ${other.declaredType}, and its bytes are ${other.detectedType}.`)
    : pass(own.map(({ filename, detectedType }) => `${filename}: ${detectedType}`).join(', '));
}

/** Bytes of text tell little: any text type may stand for `text/plain`. */
function alike(declared: string, detected: string): boolean {
  const [said, seen] = [declared, detected].map((type) => type.split(';')[0]!.trim().toLowerCase());
  return (
    said === seen ||
    seen === 'application/octet-stream' ||
    (seen === 'text/plain' && isText(said!)) ||
    isZipped(said!, seen!)
  );
}

const isText = (type: string) => /^text\/|json|xml|javascript|yaml|csv|svg/.test(type);
const isZipped = (said: string, seen: string) =>
  seen === 'application/zip' && /zip|officedocument|opendocument|epub|jar/.test(said);

function hosted(evidence: Evidence): Finding | null {
  const url = evidence.good?.url ?? null;
  if (url === null)
    return evidence.isOver || evidence.good?.isFinal ? skip('Its result is not hosted elsewhere.') : null;
  const answer = lastOf(evidence, 'result_url');
  if (!answer) return evidence.isOver ? skip('It was not asked.') : null;
  if (answer.failure === 'too_large') return pass('It is there.');
  if (answer.status === null) return fail(answer.message ?? 'No answer.');
  return answer.status >= 200 && answer.status < 300
    ? pass(`HTTP ${answer.status}, ${answer.headers['content-type'] ?? 'no type'}.`)
    : fail(`HTTP ${answer.status}: nobody can fetch it.`);
}

/** V: most bytes of a callback's body; a file beyond it needs the road for large ones. */
const CALLBACK_BYTES = 4_718_592;

function large(story: OrderStory): Finding {
  const big = story.files.filter(({ size }) => (size ?? 0) * 1.37 > CALLBACK_BYTES);
  if (story.files.length === 0) return skip('The result holds no file.');
  return big.length === 0
    ? skip('No file was larger than a callback may be (about 3.4 MB).')
    : pass(`${big[0]!.filename} of ${big[0]!.size} bytes arrived whole.`);
}

function batch(evidence: Evidence): Finding | null {
  if (!evidence.tool.hasBatchUrl) return skip('The tool has no batch URL.');
  const answer = lastOf(evidence, 'batch');
  if (!answer) return evidence.isOver ? skip('It was not asked: no order came that far.') : null;
  if (answer.status !== 200) return fail(answer.message ?? `HTTP ${answer.status}.`);
  return answer.said === 'named'
    ? pass('It told of the order.')
    : fail(answer.problem ?? 'It did not tell of the order.');
}

function clock(evidence: Evidence): Finding | null {
  const answer =
    aboutTheOrder(evidence).find(({ headers }) => headers['date'] !== undefined) ?? lastOf(evidence, 'job_again');
  const date = Date.parse(answer?.headers['date'] ?? '');
  if (!answer || Number.isNaN(date)) return evidence.isOver ? skip('No answer bore a Date.') : null;
  const off = Math.round((date - answer.at) / 1000);
  return Math.abs(off) <= 300
    ? pass(`It is ${Math.abs(off)} s off.`)
    : fail(`It is ${Math.abs(off)} s ${off < 0 ? 'behind' : 'ahead'}.`);
}

function completedAt(evidence: Evidence): Finding | null {
  const done = lastOf(evidence, 'status_done');
  if (!evidence.tool.hasStatusUrl) return skip('The tool has no status URL.');
  if (!done || !evidence.good) return evidence.isOver ? skip('It was not asked.') : null;
  if (done.completedAt === null) return warn('No completed_at: how long your orders take is guessed from our checks.');
  const isLikely = done.completedAt >= evidence.good.createdAt - 300_000 && done.completedAt <= done.at + 300_000;
  return isLikely
    ? pass(new Date(done.completedAt).toISOString())
    : fail(`${new Date(done.completedAt).toISOString()} is not when it was done.`);
}

/** What the result is, and other things that a whole order shows. */
export const RESULT_CHECKS: readonly Check[] = [
  {
    ...{ id: 'result.taken', level: 'must' },
    title: 'The result can be taken as it is',
    expected: 'Fields of the contract’s section 6: canonical base64, https URLs, JSON that is JSON.',
    fix: 'Compare the result’s fields with the contract; base64 in the standard alphabet, padded.',
    judge: ofEnded(resultTaken),
  },
  {
    ...{ id: 'result.types', level: 'should' },
    title: 'Files are what they are declared to be',
    expected: 'mime_type as the bytes tell.',
    fix: 'Take mime_type from what made the file, not from a fixed text.',
    judge: ofEnded(types),
  },
  {
    ...{ id: 'result.url', level: 'must', probe: 'result_url' },
    title: 'A hosted result can be fetched',
    expected: 'HTTP 200 over HTTPS to anybody who has the URL.',
    fix: 'Host it where no login is asked for (a signed URL), for at least as long as buyers come back.',
    judge: hosted,
  },
  {
    ...{ id: 'result.large', level: 'may' },
    title: 'A large file arrives whole',
    expected: 'prepare, PUT, then object_key, for files that no callback can hold.',
    fix: 'POST …/callback/prepare, PUT the bytes to upload_url, and name object_key in the callback.',
    judge: ofEnded(large),
  },
  {
    ...{ id: 'batch.answers', level: 'must', probe: 'batch' },
    title: 'The batch URL tells of the order',
    expected: '{ "orders": [{ "order_id", "status", … }] } with each order that was asked for.',
    fix: 'Answer with one entry for each order_id that you know, under the very id that was asked for.',
    judge: batch,
  },
  {
    ...{ id: 'clock.date', level: 'may' },
    title: 'Your clock is right',
    expected: 'A Date header within 5 minutes of ours.',
    fix: 'Let your server take its time from NTP: signatures are refused by a wrong clock.',
    judge: clock,
  },
  {
    ...{ id: 'clock.completed-at', level: 'should', probe: 'status_done' },
    title: 'completed_at is when it was done',
    expected: 'ISO-8601 in UTC, after the order was placed and not in the future.',
    fix: 'Note the time when the work ends, and send it as completed_at: plans learn from it.',
    judge: completedAt,
  },
];
