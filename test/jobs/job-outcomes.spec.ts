import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { CallRequestStore } from '../../src/storage/call-request-store.js';
import type { Database } from '../../src/storage/database/database.js';
import { JobStore } from '../../src/storage/job-store.js';
import { OutcomeWebhookStore } from '../../src/storage/outcome-webhook-store.js';
import { SealedBox } from '../../src/storage/sealed-box.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { CallVault } from '../../src/work/call-vault.js';
import { EndJob, type JobOutcome } from '../../src/work/jobs/end-job.js';
import { LayJob } from '../../src/work/jobs/lay-job.js';
import { LayOutcome } from '../../src/work/outcomes/lay-outcome.js';
import { ManualClock } from '../support/manual-clock.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { openTestDatabase } from '../support/test-database.js';

/** What is laid down when a job ends; whoever sends it is none of this. */
let folder: TempFolder;
let database: Database;
const clock = new ManualClock();

beforeEach(async () => {
  folder = makeTempFolder();
  database = await openTestDatabase(folder);
});
afterEach(async () => {
  await database.close();
  folder.remove();
});

/** Ends a new job so often, and tells what it found laid down. */
async function end(outcome: JobOutcome, webhook_url: string | null, times = 1) {
  const [work, jobs, requests] = [new WorkStore(database), new JobStore(database), new CallRequestStore(database)];
  const engine = {
    enqueue: work.add.bind(work),
    cancel: work.cancel.bind(work),
  };
  const vault = new CallVault(new SealedBox({ current: randomBytes(32) }));
  const webhooks = new OutcomeWebhookStore(database);
  const outcomes = new LayOutcome(webhooks, engine, clock);
  const ending = new EndJob({ jobs, requests, outcomes, vault, engine, clock });
  const secrets = { url: 'https://a.test/', headers: {}, webhook_url, webhook_headers: {} };
  const { unit } = database;
  const job = await unit.run(async (tx) => {
    await requests.add(tx, vault.seal('job_1', { secrets, body: null }));
    const spec = { max_retries: 0, timeout_s: 30, backoff: 'linear', ignored_fields: null, scheduled_at: clock.now() };
    const whose = {
      job_id: 'job_1',
      owner: 'sel_1',
      request_id: 'job_1',
      method: 'POST',
      shown_url: 'https://a.test/',
    };
    return new LayJob({ jobs, engine, clock }).lay(tx, { ...whose, ...spec }, 'https://a.test');
  });
  if (outcome.status !== 'cancelled') await unit.run((tx) => jobs.start(tx, 'job_1', clock.now()));
  const ended: boolean[] = [];
  for (let i = 0; i < times; i++)
    ended.push(await unit.run(async (tx) => ending.end(tx, (await jobs.get(tx, 'job_1')) ?? job!, outcome)));
  const message = await webhooks.find('job_1');
  const [left, sends] = [await work.find('job', 'job_1'), await work.find('job_webhook', 'job_1')];
  return { ended, message: message && (JSON.parse(message.body) as object), left, sends };
}

const hook = 'https://me.test/hook?k=v';

describe('the end of a job', () => {
  it.each<[string, JobOutcome]>([
    ['job.completed', { status: 'success', attempts: 2, status_code: 204, last_error: null }],
    ['job.failed', { status: 'failed', attempts: 1, status_code: 500, last_error: 'The target answered HTTP 500.' }],
    ['job.failed', { status: 'failed', attempts: 1, status_code: null, last_error: 'No answer came.' }],
    ['job.cancelled', { status: 'cancelled' }],
  ])('is told as %s, once, to its webhook: %j', async (event, outcome) => {
    const { ended, message, left, sends } = await end(outcome, hook, 2);
    const { status, attempts = 0, status_code = null, last_error = null } = outcome;
    const completed_at = new Date(clock.now()).toISOString();
    expect(message).toEqual({
      event,
      job_id: 'job_1',
      status,
      status_code,
      last_error,
      completed_at,
      attempt_num: attempts,
    });
    expect([ended, left]).toEqual([[true, false], null]);
    expect(sends).toMatchObject({
      origin: 'https://me.test',
      due_at: clock.now(),
      lane: 'job-webhook:sel_1:https://me.test',
    });
  });

  it('is told to nobody where there is no webhook', async () => {
    expect(await end({ status: 'success', attempts: 1, status_code: 200, last_error: null }, null)).toEqual({
      ...{ ended: [true], message: null, left: null, sends: null },
    });
  });
});
