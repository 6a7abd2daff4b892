import type { SellerReply, SellerRequest } from '../support/scripted-seller.js';
import { credentialOf, echoOf, spellings } from './echo.js';
import type { SecretsWorld } from './secrets-world.js';

type Answer = (request: SellerRequest) => SellerReply;

/** Public jobs whose targets say all they are sent. */
export async function runJobs(world: SecretsWorld): Promise<void> {
  const refusals: Answer[] = [
    (request) => ({ status: 401, body: echoOf(request) }),
    (request) => ({ status: 302, headers: { location: `/x?key=${credentialOf(request)}` }, body: echoOf(request) }),
    (request) => ({
      status: 503,
      headers: { 'retry-after': credentialOf(request) },
      body: spellings(credentialOf(request)),
    }),
    (request) => ({ status: 500, body: `${'.'.repeat(980)}${credentialOf(request)}${'.'.repeat(100_000)}` }),
    () => ({ resetBefore: true }),
  ];
  const failed = await job(world, 'fails', refusals, 'failed');
  const token = world.tokens['seller'] ?? '';
  const clone = (await world.call('POST', `/jobs/${failed}/replay`, undefined, { token })).body.job_id as string;
  world.jobs.push(clone);
  await isIn(world, clone, 'failed');
  await job(world, 'ends well', [...refusals.slice(0, 3), (request) => ({ body: echoOf(request) })], 'success');
  await waiting(world);
}

async function job(world: SecretsWorld, name: string, answers: Answer[], status: string): Promise<string> {
  const path = `/job-${name.replaceAll(' ', '-')}`;
  const left = [...answers];
  world.seller.on('POST', path, (request) => (left.length > 1 ? left.shift() : left[0])!(request));
  const id = await make(world, name, { url: world.seller.url(path), max_retries: answers.length - 1 });
  await isIn(world, id, status);
  return id;
}

/** One that is far from its end, with a webhook. */
async function waiting(world: SecretsWorld): Promise<void> {
  const secret = (what: string) => world.canaries.fresh(`${what} of the webhook of a job`);
  await make(world, 'waits', {
    ...{ url: world.seller.url('/job-waits'), scheduled_at: '2990-01-01T00:00:00Z' },
    webhook_url: world.seller.url(`/job-hook?key=${secret('the query')}`),
    webhook_headers: { Authorization: `Bearer ${secret('a header')}` },
  });
}

async function make(
  world: SecretsWorld,
  name: string,
  wish: { readonly url: string; readonly [field: string]: unknown },
): Promise<string> {
  const fresh = (what: string) => world.canaries.fresh(`${what} of the job that ${name}`);
  const headers = { Authorization: `Bearer ${fresh('a header')}`, 'X-Key': fresh('a key') };
  const body = {
    ...{ scheduled_at: new Date(world.clock.now()).toISOString(), idempotency_key: name, ...wish },
    ...{ url: `${wish.url}?key=${fresh('the query')}`, headers, body: JSON.stringify({ token: fresh('the body') }) },
  };
  const token = world.tokens['seller'] ?? '';
  const id = (await world.call('POST', '/jobs', body, { token })).body.job_id as string;
  await world.call('POST', '/v1/jobs', body, { token });
  world.jobs.push(id);
  return id;
}

async function isIn(world: SecretsWorld, id: string, status: string): Promise<void> {
  const sql = 'SELECT status FROM jobs WHERE job_id = $1';
  await world.until(async () => (await world.rows<{ status: string }>(sql, [id]))[0]?.status === status);
}

/** No refusal of a job repeats what stands in a wrong field. */
export async function misplaceInJobs(world: SecretsWorld): Promise<void> {
  const secret = world.canaries.fresh('a secret in a wrong field of a job');
  const wrong: object[] = [
    { url: `http://host.test/?key=${secret}` },
    { url: `https://user:${secret}@host.test/` },
    { method: secret, http_method: secret },
    { scheduled_at: secret, max_retries: secret, timeout_seconds: secret, backoff: secret },
    { headers: secret },
    { headers: { Host: secret, 'X-Key': `${secret}\n`, 'X-Fliq-Signature': secret } },
    { body: { secret } },
    { webhook_url: secret, webhook_headers: secret },
    { idempotency_key: secret.repeat(9) },
  ];
  for (const fields of wrong) {
    const wish = { url: 'https://host.test/', scheduled_at: '2990-01-01T00:00:00Z', ...fields };
    const { status, text } = await world.call('POST', '/jobs', wish);
    if (status !== 400) throw new Error(`This should have been refused: ${status} ${text}`);
  }
}
