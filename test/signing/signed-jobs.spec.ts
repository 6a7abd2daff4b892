import { beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../journeys/journey.js';
import { JobsJourney } from '../jobs/jobs-journey.js';
import { usePolls } from '../polls/polls-journey.js';
import { eventually } from '../support/eventually.js';
import { fliqTakes, ourHeaders, standardTakes } from './published-check.js';
import { SigningJourney } from './signing-journey.js';

const signing = new SigningJourney(usePolls());
const { journey } = signing.polls;
const jobs = new JobsJourney(journey);
beforeEach(() => signing.forgetAll());

describe('the call of a job', () => {
  it('bears its id and no signature before there is a secret', async () => {
    const target = jobs.target();
    const id = await jobs.make({ url: target.url });
    await eventually(() => target.requests.length === 1);
    expect(ourHeaders(target.requests[0]!)).toEqual(['x-fliq-delivery-id']);
    expect(target.requests[0]?.headers['x-fliq-delivery-id']).toBe(id);
  });

  it.each([
    ['POST', { body: '{"invoice":"ä"}' }],
    ['GET', {}],
  ])('is signed as Fliq publishes it and by Standard Webhooks, on every try (%s)', async (method, more) => {
    const { secret } = await signing.rotate();
    const target = jobs.target((nth) => ({ status: nth < 2 ? 500 : 200 }), method);
    const url = `${target.url}?a=b&c=%20d`;
    const id = await jobs.make({ url, method, max_retries: 1, ...more });
    await eventually(async () => (await jobs.read(id)).attempts === 1);
    const first = journey.clock.now();
    journey.pass(MINUTE);
    await eventually(async () => (await jobs.read(id)).status === 'success');
    for (const [i, request] of target.requests.entries()) {
      expect(fliqTakes(request, url, secret)).toBe(true);
      expect(standardTakes(request, secret, i === 0 ? first : journey.clock.now())).toBe(true);
      for (const name of ['x-fliq-delivery-id', 'webhook-id']) expect(request.headers[name]).toBe(id);
    }
    expect(target.requests).toHaveLength(2);
    expect(target.requests[0]?.headers['x-fliq-timestamp']).not.toBe(target.requests[1]?.headers['x-fliq-timestamp']);
  });

  it('is signed over its URL as it was given, also where that is called in another spelling; so is the message', async () => {
    const { secret } = await signing.rotate();
    const [target, hook] = [jobs.target(), jobs.target()];
    const [url, webhook_url] = [
      ...[target.url.replace('https://localhost', 'HTTPS://LocalHost'), hook.url.replace('localhost', 'LOCALHOST')],
    ] as [string, string];
    await jobs.make({ url, webhook_url });
    await eventually(() => hook.requests.length === 1);
    expect(fliqTakes(target.requests[0]!, url, secret)).toBe(true);
    expect(fliqTakes(hook.requests[0]!, webhook_url, secret)).toBe(true);
  });

  it('bears the signature of the secret before as well, within the grace of a rotation', async () => {
    const old = (await signing.rotate()).secret;
    const { secret } = await signing.rotate({ grace_s: 60 });
    const target = jobs.target();
    const call = async () => {
      await jobs.make({ url: target.url });
      await eventually(async () => (await signing.count('work')) === 0);
      return target.requests.at(-1)!;
    };
    const within = await call();
    expect(fliqTakes(within, target.url, secret)).toBe(true);
    expect(fliqTakes(within, target.url, old, 'x-fliq-previous-signature')).toBe(true);
    expect(standardTakes(within, old, journey.clock.now())).toBe(true);
    journey.pass(MINUTE + 1_000);
    const after = await call();
    expect(fliqTakes(after, target.url, secret)).toBe(true);
    expect(ourHeaders(after)).not.toContain('x-fliq-previous-signature');
    expect(standardTakes(after, old, journey.clock.now())).toBe(false);
  });
});
