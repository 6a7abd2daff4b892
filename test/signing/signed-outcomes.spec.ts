import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptRow } from '../../src/storage/entities/attempt.js';
import { HOUR, MINUTE } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import type { SellerReply, SellerRequest } from '../support/scripted-seller.js';
import { usePolls } from '../polls/polls-journey.js';
import { fliqTakes, ourHeaders, standardTakes } from './published-check.js';
import { SigningJourney } from './signing-journey.js';

const signing = new SigningJourney(usePolls({ env: { SELLER_WORK: 'on' } }));
const { polls } = signing;
const { journey } = polls;
beforeEach(() => signing.forgetAll());

const SIGNED = [
  ...['webhook-id', 'webhook-signature', 'webhook-timestamp'],
  ...['x-fliq-delivery-id', 'x-fliq-signature', 'x-fliq-timestamp'],
];

/** A receiver of outcome webhooks. */
function receiver(reply: (nth: number, request: SellerRequest) => SellerReply = () => ({ status: 204 })) {
  const { url, requests } = polls.target(reply, 'POST');
  return { url, requests, heard: (count: number) => eventually(() => requests.length === count) };
}

const makes = {
  poll: (url: string) => signing.endedPoll(url),
  job: (url: string) => signing.endedJob({ url }),
} as const;
const kinds = ['poll', 'job'] as const;

const attemptsOf = async (kind: 'poll' | 'job', id: string): Promise<Pick<AttemptRow, 'attempt_num' | 'outcome'>[]> =>
  kind === 'poll' ? polls.attempts(id, 'notify') : signing.attemptsOf(id);

describe.each(kinds)('the message about the end of a %s', (kind) => {
  it('bears its id and no signature before there is a secret', async () => {
    const hook = receiver();
    const id = await makes[kind](hook.url);
    await hook.heard(1);
    const [request] = hook.requests;
    expect(ourHeaders(request!)).toEqual(['x-fliq-delivery-id']);
    expect(request?.headers['x-fliq-delivery-id']).toBe(`ntf_${id.slice(4)}`);
    expect(request?.headers['content-type']).toBe('application/json');
  });

  it('is signed as Fliq publishes it and by Standard Webhooks, with one id and body on every try, and the time of each', async () => {
    const { secret } = await signing.rotate();
    const hook = receiver((nth) => ({ status: nth < 3 ? 503 : 200 }));
    const id = await makes[kind](hook.url);
    const at: number[] = [];
    for (const [tries, wait] of [
      [1, 5_000],
      [2, 5 * MINUTE],
      [3, 0],
    ] as const) {
      await eventually(async () => (await attemptsOf(kind, id)).length === tries);
      at.push(journey.clock.now());
      journey.pass(wait);
    }
    expect(hook.requests).toHaveLength(3);
    for (const [i, request] of hook.requests.entries()) {
      expect(ourHeaders(request)).toEqual(SIGNED);
      expect(fliqTakes(request, hook.url, secret)).toBe(true);
      expect(standardTakes(request, secret, at[i]!)).toBe(true);
      expect(request.headers['x-fliq-timestamp']).toBe(String(Math.floor(at[i]! / 1000)));
      expect(request.body).toEqual(hook.requests[0]?.body);
      for (const name of ['x-fliq-delivery-id', 'webhook-id']) expect(request.headers[name]).toBe(`ntf_${id.slice(4)}`);
    }
    expect((await attemptsOf(kind, id)).map(({ outcome }) => outcome)).toEqual([
      ...['delivered', 'server_error', 'server_error'],
    ]);
    expect(await signing.count('work')).toBe(0);
  });

  it('is taken by who holds the old secret or the new one within the grace, and by the new one alone after it', async () => {
    const hook = receiver();
    const old = (await signing.rotate()).secret;
    const send = async () => {
      const before = hook.requests.length;
      await makes[kind](hook.url);
      await hook.heard(before + 1);
      return { request: hook.requests[before]!, at: journey.clock.now() };
    };
    const takenBy = ({ request, at }: Awaited<ReturnType<typeof send>>, secret: string) => ({
      fliq: fliqTakes(request, hook.url, secret),
      fliqPrevious: fliqTakes(request, hook.url, secret, 'x-fliq-previous-signature'),
      standard: standardTakes(request, secret, at),
    });
    const before = await send();
    const fresh = (await signing.rotate({ grace_s: 600 })).secret;
    const within = await send();
    journey.pass(600_000);
    const after = await send();
    expect(takenBy(before, old)).toEqual({ fliq: true, fliqPrevious: false, standard: true });
    expect(takenBy(within, old)).toEqual({ fliq: false, fliqPrevious: true, standard: true });
    expect(takenBy(within, fresh)).toEqual({ fliq: true, fliqPrevious: false, standard: true });
    expect(takenBy(after, old)).toEqual({ fliq: false, fliqPrevious: false, standard: false });
    expect(takenBy(after, fresh)).toEqual({ fliq: true, fliqPrevious: false, standard: true });
    expect(ourHeaders(within.request)).toEqual([...SIGNED, 'x-fliq-previous-signature'].sort());
    expect(ourHeaders(after.request)).toEqual(SIGNED);
  });

  it('is not taken where its body, its URL or its time were changed on the way', async () => {
    const { secret } = await signing.rotate();
    const hook = receiver();
    await makes[kind](hook.url);
    await hook.heard(1);
    const request = hook.requests[0]!;
    const now = journey.clock.now();
    expect(fliqTakes(request, `${hook.url}/`, secret)).toBe(false);
    const body = Buffer.from(`${request.body.toString()} `);
    expect(fliqTakes({ ...request, body }, hook.url, secret)).toBe(false);
    expect(standardTakes({ ...request, body }, secret, now)).toBe(false);
    const later = { ...request.headers, 'x-fliq-timestamp': String(now / 1000 + 1) };
    expect(fliqTakes({ ...request, headers: later }, hook.url, secret)).toBe(false);
    expect(standardTakes(request, secret, now + HOUR)).toBe(false);
  });

  it('signs the URL to the letter as it was given, with its query', async () => {
    const { secret } = await signing.rotate();
    const hook = receiver();
    const url = `${hook.url}?token=a%2Fb&x=%C3%A9&y=`;
    await makes[kind](url);
    await hook.heard(1);
    expect(fliqTakes(hook.requests[0]!, url, secret)).toBe(true);
  });
});

describe('the message about the end of a job', () => {
  it('is sent with the headers of its webhook, of which none stands in for ours, and its tries are attempts of the job', async () => {
    const { secret } = await signing.rotate();
    const hook = receiver();
    const ours = { 'x-fliq-delivery-id': 'mine', 'X-FLIQ-SIGNATURE': 'v1=00', 'X-Fliq-Timestamp': '1' };
    const headers = { ...ours, Authorization: 'Bearer of-the-receiver', 'Content-Type': 'application/vnd.x+json' };
    const jobId = await signing.endedJob({ url: hook.url, headers });
    const before = await signing.job(jobId);
    await hook.heard(1);
    const [request] = hook.requests;
    expect(request?.json()).toEqual({ event: 'job.completed', job_id: jobId, status: 'success', status_code: 200 });
    expect(request?.headers).toMatchObject({
      ...{ authorization: 'Bearer of-the-receiver', 'content-type': 'application/vnd.x+json' },
      'x-fliq-delivery-id': `ntf_${jobId.slice(4)}`,
    });
    expect(fliqTakes(request!, hook.url, secret)).toBe(true);
    await eventually(async () => (await signing.attemptsOf(jobId)).length === 1);
    expect(await signing.attemptsOf(jobId)).toMatchObject([
      {
        ...{ kind: 'notify', job_id: jobId, poll_id: null, order_id: null, attempt_num: 1, outcome: 'delivered' },
        ...{ status_code: 204, url: hook.url, request_id: `ntf_${jobId.slice(4)}` },
      },
    ]);
    expect(await signing.job(jobId)).toEqual(before);
  });

  it('is given up after ten tries, with what the receiver echoes masked, and the job as it was', async () => {
    const hook = receiver((_, request) => ({
      ...{ status: 500, body: `I was sent ${request.headers.authorization} at ${request.query.get('key')}` },
    }));
    const jobId = await signing.endedJob({
      ...{ url: `${hook.url}?key=a-secret-in-the-query`, headers: { Authorization: 'Bearer a-secret-of-the-hook' } },
    });
    const before = await signing.job(jobId);
    for (let tries = 1; tries <= 10; tries++) {
      await eventually(async () => (await signing.attemptsOf(jobId)).length === tries);
      journey.pass(30 * HOUR);
    }
    expect(await signing.count(`outcome_webhooks WHERE subject = $1 AND state = 'dead' AND body = ''`, [jobId])).toBe(
      1,
    );
    expect(await signing.count('work')).toBe(0);
    const attempts = JSON.stringify(await signing.attemptsOf(jobId));
    expect(attempts).toContain('I was sent ••••');
    for (const secret of ['a-secret-of-the-hook', 'a-secret-in-the-query']) expect(attempts).not.toContain(secret);
    expect(await signing.job(jobId)).toEqual(before);
    expect(hook.requests).toHaveLength(10);
  });

  it('waits as long as the receiver asks for', async () => {
    const hook = receiver((nth) => (nth === 1 ? { status: 503, headers: { 'retry-after': '1800' } } : { status: 200 }));
    const jobId = await signing.endedJob({ url: hook.url });
    await eventually(async () => (await signing.attemptsOf(jobId)).length === 1);
    const due = await journey.roundtrip.rooms.engineRoom.work.find('job_webhook', jobId);
    expect(due?.due_at).toBe(journey.clock.now() + 1_800_000);
    journey.pass(1_800_000);
    await eventually(async () => (await signing.attemptsOf(jobId))[0]?.outcome === 'delivered');
  });

  it('is no work where nobody is to be told', async () => {
    const jobId = await signing.endedJob({ url: null });
    await eventually(async () => (await signing.count('work')) === 0);
    expect(await signing.attemptsOf(jobId)).toEqual([]);
  });
});

describe('who signs', () => {
  it('is the owner: a seller by its own secret, and one without it not at all', async () => {
    const [ada, bob] = [await journey.newSeller(), await journey.newSeller()];
    const [ours, adas] = [await signing.rotate(), await signing.rotate({}, ada.token)];
    const [oursHook, adasHook, bobsHook] = [receiver(), receiver(), receiver()];
    await signing.endedJob({ url: oursHook.url });
    await signing.endedJob({ url: adasHook.url, owner: ada.seller_id });
    await signing.endedJob({ url: bobsHook.url, owner: bob.seller_id });
    await Promise.all([oursHook, adasHook, bobsHook].map((hook) => hook.heard(1)));
    expect(fliqTakes(oursHook.requests[0]!, oursHook.url, ours.secret)).toBe(true);
    expect(fliqTakes(adasHook.requests[0]!, adasHook.url, adas.secret)).toBe(true);
    expect(fliqTakes(adasHook.requests[0]!, adasHook.url, ours.secret)).toBe(false);
    expect(ourHeaders(bobsHook.requests[0]!)).toEqual(['x-fliq-delivery-id']);
  });

  it('is nobody once a seller is deleted: of its polls that end with it is told without a signature', async () => {
    const dora = await journey.newSeller();
    await signing.rotate({}, dora.token);
    const hook = receiver();
    const wish = { url: polls.target({ status: 503 }).url, webhook_url: hook.url };
    const { poll_id } = (await signing.call('POST', '/v1/polls', wish, dora.token)).body;
    await journey.api('DELETE', `/v1/sellers/${dora.seller_id}`, undefined, 204);
    await hook.heard(1);
    expect(hook.requests[0]?.json()).toMatchObject({ poll_id, status: 'cancelled' });
    expect(ourHeaders(hook.requests[0]!)).toEqual(['x-fliq-delivery-id']);
    await eventually(async () => (await signing.count('work')) === 0);
  });
});

describe('a server that starts again', () => {
  it('sends what it owes with the same id and body, signed by the secret of then', async () => {
    await signing.rotate();
    let up = false;
    const hook = receiver(() => ({ status: up ? 200 : 500 }));
    const jobId = await signing.endedJob({ url: hook.url });
    await eventually(async () => (await signing.attemptsOf(jobId)).length === 1);
    await journey.roundtrip.stop();
    up = true;
    await journey.boot();
    const { secret } = await signing.rotate({ grace_s: 0 });
    journey.pass(5_000);
    await hook.heard(2);
    const [first, second] = hook.requests;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toEqual(first?.body);
    expect(fliqTakes(second!, hook.url, secret)).toBe(true);
    expect(fliqTakes(first!, hook.url, secret)).toBe(false);
    await eventually(async () => (await signing.count('work')) === 0);
  });
});
