import type { SellerReply, SellerRequest } from '../support/scripted-seller.js';
import { credentialOf, echoOf, spellings } from './echo.js';
import type { SecretsWorld } from './secrets-world.js';

type Answer = (request: SellerRequest) => SellerReply;

/** Public polls of addresses that say all they are sent, and of receivers that do. */
export async function runPolls(world: SecretsWorld): Promise<void> {
  const done = { response_filter: { body: { status: ['done'] } } };
  const told =
    (status: string): Answer =>
    (request) => ({
      headers: { 'x-echo': credentialOf(request), location: `/next?key=${request.query.get('key') ?? ''}` },
      body: {
        status,
        sent: request.headers,
        text: echoOf(request),
        [credentialOf(request)]: spellings(credentialOf(request)),
      },
    });
  const refusals: Answer[] = [
    (request) => ({ status: 401, body: echoOf(request) }),
    (request) => ({ status: 302, headers: { location: `/x?key=${credentialOf(request)}` }, body: echoOf(request) }),
    (request) => ({ body: `${'.'.repeat(980)}${credentialOf(request)}${'.'.repeat(4_000)}` }),
    (request) => ({ body: { status: credentialOf(request) } }),
    (request) => ({ body: { status: `${credentialOf(request)}${'.'.repeat(100)}` } }),
    (request) => ({ body: { status: `${'.'.repeat(40)}${credentialOf(request)}` } }),
    (request) => ({ body: credentialOf(request) }),
    () => ({ resetBefore: true }),
  ];
  await poll(world, 'ends well', [...refusals, told('done')], done, 'completed');
  await poll(world, 'ends badly', [told('broken')], { failure_filter: { body: { status: ['broken'] } } }, 'failed');
  await poll(
    world,
    'runs out',
    refusals,
    { ...done, poll: { strategy: 'fixed', interval_s: 60, max_checks: 6 } },
    'timed_out',
  );
  await poll(world, 'says it as text', [(request) => ({ body: echoOf(request) })], {}, 'completed');
}

async function poll(world: SecretsWorld, name: string, answers: Answer[], more: object, status: string): Promise<void> {
  const path = `/poll-${name.replaceAll(' ', '-')}`;
  const fresh = (what: string) => world.canaries.fresh(`${what} of the poll that ${name}`);
  const left = [...answers];
  world.seller.on('POST', path, (request) => (left.length > 1 ? left.shift() : left[0])!(request));
  let tries = 0;
  world.seller.on('POST', `${path}/hook`, (request) => ({ status: tries++ < 2 ? 500 : 200, body: echoOf(request) }));
  const request = {
    ...{
      method: 'POST',
      headers: { Authorization: `Bearer ${fresh('a header')}${fresh('its rest')}`, 'X-Key': fresh('a key') },
    },
    body: JSON.stringify({ token: fresh('the body') }),
  };
  const wish = {
    ...{ url: world.seller.url(`${path}?key=${fresh('the query')}`), request, idempotency_key: name, ...more },
    webhook_url: world.seller.url(`${path}/hook?key=${fresh('the query of the webhook')}`),
    webhook_headers: { Authorization: `Bearer ${fresh('a header of the webhook')}` },
  };
  const token = world.tokens['seller'] ?? '';
  const made = await world.call('POST', '/v1/polls', wish, { token });
  const id = made.body.poll_id as string;
  world.polls.push(id);
  await world.call('POST', '/v1/polls', { ...wish, timeout: 5 }, { token });
  const sql = `SELECT p.status, h.state FROM polls p LEFT JOIN outcome_webhooks h ON h.subject = p.poll_id WHERE p.poll_id = $1`;
  await world.until(async () => {
    const [row] = await world.rows<{ status: string; state: string }>(sql, [id]);
    return row?.status === status && row.state === 'delivered';
  });
}

/** No refusal of a poll repeats what stands in a wrong field. */
export async function misplaceInPolls(world: SecretsWorld): Promise<void> {
  const secret = world.canaries.fresh('a secret in a wrong field of a poll');
  const wrong: object[] = [
    { url: `http://host.test/?key=${secret}` },
    { url: `https://user:${secret}@host.test/` },
    { interval: secret, timeout: secret },
    { poll: { strategy: secret } },
    { poll: { strategy: 'fixed', interval_s: secret } },
    { request: secret },
    { request: { method: secret, body: { secret } } },
    { request: { headers: { Host: secret, 'X-Key': `${secret}\n`, 'content-type': [secret] } } },
    { request: { body_base64: secret } },
    { response_filter: { body: { a: secret, b: [[secret]] } } },
    { failure_filter: secret },
    { request_timeout: { duration_in_ms: secret, retry: secret } },
    { webhook_url: secret, webhook_headers: secret },
    { idempotency_key: secret.repeat(9) },
  ];
  for (const fields of wrong) {
    const { status, text } = await world.call('POST', '/v1/polls', { url: 'https://host.test/', ...fields });
    if (status !== 400) throw new Error(`This should have been refused: ${status} ${text}`);
  }
}
