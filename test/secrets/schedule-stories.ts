import { credentialOf, echoOf, spellings } from './echo.js';
import type { SecretsWorld } from './secrets-world.js';

/** A schedule whose target and whose webhook say all they are sent; it ticks, runs by hand, is paused and resumed. */
export async function runSchedules(world: SecretsWorld): Promise<void> {
  const fresh = (what: string) => world.canaries.fresh(`${what} of the schedule`);
  let tries = 0;
  world.seller.on('PUT', '/tick', (request) => ({
    ...{ status: tries++ % 2 === 0 ? 500 : 200, headers: { 'x-echo': credentialOf(request) } },
    body: { sent: request.headers, text: echoOf(request), all: spellings(credentialOf(request)) },
  }));
  world.seller.on('POST', '/tick/hook', (request) => ({ body: echoOf(request) }));
  const wish = {
    ...{ url: world.seller.url(`/tick?key=${fresh('the query')}`), method: 'PUT', cron: '* * * * *', max_retries: 0 },
    ...{ headers: { Authorization: `Bearer ${fresh('a header')}` }, webhook_headers: { 'X-Key': fresh('a webhook header') } },
    body: JSON.stringify({ token: fresh('the body') }),
    webhook_url: world.seller.url(`/tick/hook?key=${fresh('the query of the webhook')}`),
  }; // prettier-ignore
  const token = world.tokens['seller'] ?? '';
  const id = (await world.call('POST', '/schedules', wish, { token })).body.schedule_id as string;
  world.schedules.push(id);
  for (const act of ['run', 'pause', 'resume']) await world.call('POST', `/v1/schedules/${id}/${act}`);
  const sql = 'SELECT job_id FROM jobs WHERE schedule_id = $1 AND completed_at IS NOT NULL';
  const ended = () => world.rows<{ job_id: string }>(sql, [id]);
  await world.until(async () => (await ended()).length >= 3);
  world.jobs.push(...(await ended()).map(({ job_id }) => job_id));
  await world.call('POST', `/v1/schedules/${id}/pause`);
}

/** No refusal of a schedule repeats what stands in a wrong field, but for the cron expression, which is no secret. */
export async function misplaceInSchedules(world: SecretsWorld): Promise<void> {
  const secret = world.canaries.fresh('a secret in a wrong field of a schedule');
  const wrong: object[] = [
    { timezone: secret },
    { catch_up: secret },
    { overlap: secret },
    { name: `${secret}\n` },
    { headers: { 'X-Key': `${secret}\n` } },
    { url: `http://host.test/?key=${secret}` },
  ];
  for (const fields of wrong) {
    const body = { url: 'https://host.test/', cron: '* * * * *', ...fields };
    const { status, text } = await world.call('POST', '/schedules', body);
    if (status !== 400) throw new Error(`This should have been refused: ${status} ${text}`);
  }
}
