import type { JsonObject } from '../strict-json.js';
import { besideInApi, isPlainId } from './api-base.js';
import type { Dialect, ForeignAnswer, ForeignVerdict, Handle } from './dialect.js';
import { countFields, instantIn, objectIn, saysOneOf, textIn } from './foreign-values.js';
import { badResult, elsewhere, failed, handleOf, refuseShape, unknownState, working } from './foreign-verdict.js';

const TITLE = 'Apify run';
const WORKING = ['READY', 'RUNNING', 'TIMING-OUT', 'ABORTING'];
const FAILED = ['FAILED', 'TIMED-OUT', 'ABORTED'];
const OF_A_RUN = ['defaultDatasetId', 'defaultKeyValueStoreId', 'startedAt', 'buildId', 'userId'];
const RUNS = /\/(?:actor-runs|actor-tasks|acts|actors)(?:\/|$)/;
/** Apify takes its token in the query too. */
const KEPT_QUERY = ['token'];

/**
 * Runs of Apify actors (https://docs.apify.com/api/v2/actor-run-get): `{ data: { id, actId, userId, status, statusMessage, startedAt,
 * finishedAt, buildId, defaultDatasetId, defaultKeyValueStoreId } }`, with the states of Apify's "Runs and builds"
 * (https://docs.apify.com/platform/actors/running/runs-and-builds); a webhook posts the run as `resource` beside `eventType`
 * (https://docs.apify.com/platform/integrations/webhooks/actions).
 * The result is the run's dataset: `<base>/datasets/{defaultDatasetId}/items`.
 *
 * Marks: a run in `data`, or in `resource` beside an `eventType` of `ACTOR.RUN.`, with `id`, `actId`, one of the eight states and two
 * more of the fields that only a run has.
 */
export const apify: Dialect = {
  name: 'apify',
  title: TITLE,
  bearsMarks,
  read,
  handle,
};

function runIn({ body }: ForeignAnswer): JsonObject | null {
  const isEvent = textIn(body, 'eventType')?.startsWith('ACTOR.RUN.') ?? false;
  return isEvent ? objectIn(body, 'resource') : objectIn(body, 'data');
}

function bearsMarks(answer: ForeignAnswer): boolean {
  const run = runIn(answer);
  return (
    textIn(run, 'id') !== null &&
    textIn(run, 'actId') !== null &&
    saysOneOf(run, 'status', [...WORKING, ...FAILED, 'SUCCEEDED']) &&
    countFields(run, OF_A_RUN) >= 2
  );
}

function read(answer: ForeignAnswer): ForeignVerdict {
  const shape = refuseShape(TITLE, answer);
  if (shape) return shape;
  const run = runIn(answer);
  const status = textIn(run, 'status');
  const message = textIn(run, 'statusMessage');
  if (saysOneOf(run, 'status', WORKING)) return working(message);
  if (saysOneOf(run, 'status', FAILED)) return failed(message ?? `The run ended as ${status}.`, status);
  if (status !== 'SUCCEEDED') return unknownState(TITLE, status);
  const dataset = textIn(run, 'defaultDatasetId');
  if (!isPlainId(dataset))
    return badResult(`${TITLE}: it SUCCEEDED, but names no defaultDatasetId that can be asked for.`);
  const target = besideInApi(answer.url, RUNS, `/datasets/${dataset}/items`, KEPT_QUERY);
  if (target === null) return badResult(`${TITLE}: the URL asked is none of runs, so its dataset cannot be found.`);
  return elsewhere(target, answer, instantIn(run, 'finishedAt'));
}

/** Published: POST `<base>/acts/{actor}/runs` (or a task's), then GET `<base>/actor-runs/{id}`. */
function handle(reply: ForeignAnswer): Handle {
  const id = textIn(runIn(reply), 'id');
  return handleOf(reply, id, isPlainId(id) ? besideInApi(reply.url, RUNS, `/actor-runs/${id}`, KEPT_QUERY) : null);
}
