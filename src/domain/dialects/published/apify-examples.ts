import type { JsonObject } from '../../strict-json.js';
import { published } from './published-answer.js';

const GET = 'https://api.apify.com/v2/actor-runs/HG7ML7M8z78YcAPEB?token=apify_api_x&waitForFinish=60';
const JOB = 'https://api.apify.com/v2/acts/janedoe~my-actor/runs?token=apify_api_x';
const run: JsonObject = {
  ...{ id: 'HG7ML7M8z78YcAPEB', actId: 'HDSasDasz78YcAPEB', userId: '7sT5jcggjjA9fNcxF', buildId: '7sT5jcggjjA9fNcxF' },
  ...{ startedAt: '2019-11-30T07:34:24.202Z', finishedAt: null, exitCode: null, statusMessage: 'Actor is running' },
  ...{ defaultKeyValueStoreId: 'eJNzqsbPiopwJcgGQ', defaultDatasetId: 'wmKPijuyDnPZAPRMk' },
  options: { build: 'latest', timeoutSecs: 300, memoryMbytes: 1024 },
};
const at = (more: JsonObject) => published(GET, { data: { ...run, ...more } });
const done = { status: 'SUCCEEDED', finishedAt: '2019-12-12T09:30:12.202Z', statusMessage: 'Actor has finished' };

/** https://docs.apify.com/api/v2/actor-run-get and https://docs.apify.com/platform/integrations/webhooks/actions. */
export const apifyExamples = {
  reply: published(JOB, { data: { ...run, status: 'READY' } }, { status: 201 }),
  READY: at({ status: 'READY' }),
  RUNNING: at({ status: 'RUNNING' }),
  'TIMING-OUT': at({ status: 'TIMING-OUT' }),
  ABORTING: at({ status: 'ABORTING' }),
  SUCCEEDED: at(done),
  FAILED: at({ status: 'FAILED', statusMessage: 'Actor failed with exit code 91' }),
  'TIMED-OUT': at({ status: 'TIMED-OUT', statusMessage: null }),
  ABORTED: at({ status: 'ABORTED', statusMessage: 'Actor was aborted' }),
  'webhook of a success': published(JOB, {
    ...{ userId: 'abf6vtB2nvQZ4nJzo', createdAt: '2019-01-09T15:59:56.408Z', eventType: 'ACTOR.RUN.SUCCEEDED' },
    eventData: { actorId: 'HDSasDasz78YcAPEB', actorRunId: 'HG7ML7M8z78YcAPEB' },
    resource: { ...run, ...done },
  }),
};
