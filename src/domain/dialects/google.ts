import { parseUrl } from '../parse-url.js';
import type { Dialect, ForeignAnswer, ForeignVerdict, Handle } from './dialect.js';
import { fieldOf, instantIn, objectIn, percent, textIn } from './foreign-values.js';
import {
  badResult,
  codeOf,
  completed,
  failed,
  handleOf,
  messageOf,
  refuseShape,
  unreadable,
  working,
} from './foreign-verdict.js';

const TITLE = 'Google long-running operation';
/** "If you use the default HTTP mapping, the name should be a resource name ending with operations/{unique_id}." */
const NAME = /^(?:[\w.~%:-]+\/)*operations\/[\w.~%:-]+$/;
const VERSION = /^\/(v\d+[a-z0-9]*)\//;
/** As services call it in their metadata; each 0 to 100. */
const PROGRESS = ['progressPercent', 'progressPercentage', 'progress_percent'];

/**
 * `google.longrunning.Operation` as JSON (AIP-151, https://google.aip.dev/151; package google.longrunning,
 * https://cloud.google.com/php/docs/reference/longrunning): `{ name, metadata, done, error: { code, message, details } | response }`.
 * JSON leaves out `done` where it is false.
 *
 * Marks: a `name` that ends with `operations/{id}`, and `done` (true or false), `metadata` with an `@type`, or `response`; or that
 * the URL asked ends with that name.
 */
export const google: Dialect = {
  name: 'google',
  title: TITLE,
  bearsMarks,
  read,
  handle,
};

function bearsMarks({ body, url }: ForeignAnswer): boolean {
  const name = textIn(body, 'name');
  if (name === null || !NAME.test(name)) return false;
  return (
    typeof fieldOf(body, 'done') === 'boolean' ||
    textIn(objectIn(body, 'metadata'), '@type') !== null ||
    objectIn(body, 'response') !== null ||
    (parseUrl(url)?.pathname.endsWith(`/${name}`) ?? false)
  );
}

function read(answer: ForeignAnswer): ForeignVerdict {
  const shape = refuseShape(TITLE, answer);
  if (shape) return shape;
  const { body } = answer;
  const metadata = objectIn(body, 'metadata');
  const error = objectIn(body, 'error');
  const done = fieldOf(body, 'done');
  if (error) return failed(messageOf(error), codeOf(error));
  if (done === true) {
    const response = fieldOf(body, 'response') ?? null;
    if (response === null) return badResult(`${TITLE}: it is done, but names neither response nor error.`);
    return completed(response, instantIn(metadata, 'endTime') ?? instantIn(metadata, 'updateTime'));
  }
  if (done !== undefined && typeof done !== 'boolean') return unreadable(`${TITLE}: done must be true or false.`);
  if (done === undefined && textIn(body, 'name') === null)
    return unreadable(`${TITLE}: the answer names no operation.`);
  return working(
    null,
    PROGRESS.map((field) => percent(fieldOf(metadata, field))).find((value) => value !== null) ?? null,
  );
}

/** Published: GET `/<version>/{name=.../operations/*}` of the same service. */
function handle(reply: ForeignAnswer): Handle {
  const name = textIn(reply.body, 'name');
  const version = VERSION.exec(parseUrl(reply.url)?.pathname ?? '')?.[1];
  const target =
    name !== null && version !== undefined && NAME.test(name) && !name.includes('..') ? `/${version}/${name}` : null;
  return handleOf(reply, name, target);
}
