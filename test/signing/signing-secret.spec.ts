import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isWebhookSecret } from '../../src/outbound/webhook-signature.js';
import { usePolls } from '../polls/polls-journey.js';
import { SigningJourney, type SecretJson } from './signing-journey.js';

const signing = new SigningJourney(usePolls({ env: { SELLER_WORK: 'on' } }));
const { journey } = signing.polls;
const SECRET = /whsec_[\w+/]{43}=/;

let ada: { seller_id: string; token: string };
let bob: { seller_id: string; token: string };
beforeAll(async () => {
  [ada, bob] = [await journey.newSeller(), await journey.newSeller()];
});
beforeEach(() => signing.forgetAll());

describe('GET /signing-secret', () => {
  it('is 404 before the first rotation, with a sentence that says how to make one', async () => {
    for (const path of ['/signing-secret', '/v1/signing-secret']) {
      const { status, body } = await signing.call('GET', path);
      expect([status, body.error.code]).toEqual([404, 'not_found']);
      expect(body.error.message).toMatch(/^There is no signing secret yet: POST \/signing-secret\/rotate /);
    }
  });

  it('tells what the last rotation told, as often as it is asked, and is kept by no cache', async () => {
    const made = await signing.rotate();
    const created_at = new Date(journey.clock.now()).toISOString();
    expect(made).toEqual({ signing_secret: made.secret, secret: made.secret, created_at, previous_until: null });
    expect(isWebhookSecret(made.secret)).toBe(true);
    expect(made.secret).toMatch(SECRET);
    for (const path of ['/signing-secret', '/v1/signing-secret', '/signing-secret'])
      expect((await signing.call('GET', path)).body).toEqual(made);
    expect((await signing.call('GET', '/signing-secret')).headers.get('cache-control')).toBe('no-store');
  });

  it('says until when the secret before counts, and no longer than it does', async () => {
    await signing.rotate();
    const { previous_until } = await signing.rotate({ grace_s: 600 });
    expect(previous_until).toBe(new Date(journey.clock.now() + 600_000).toISOString());
    journey.pass(599_999);
    expect((await signing.call('GET', '/signing-secret')).body.previous_until).toBe(previous_until);
    journey.pass(1);
    expect((await signing.call('GET', '/signing-secret')).body.previous_until).toBeNull();
  });
});

describe('POST /signing-secret/rotate', () => {
  it('makes another secret each time, by either prefix, with a body or none', async () => {
    const answers = [
      await journey.roundtrip.call('POST', '/signing-secret/rotate', undefined, { raw: '' }),
      await signing.call('POST', '/v1/signing-secret/rotate', {}),
      await signing.call('POST', '/signing-secret/rotate', { grace_s: 5, reason: 'it leaked', previous_until: 'x' }),
      await journey.roundtrip.call('POST', '/v1/signing-secret/rotate'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(Array(4).fill('no-store'));
    expect(new Set(answers.map(({ body }) => (body as SecretJson).secret)).size).toBe(4);
    const in24h = new Date(journey.clock.now() + 86_400_000).toISOString();
    const in5s = new Date(journey.clock.now() + 5_000).toISOString();
    expect(answers.map(({ body }) => (body as SecretJson).previous_until)).toEqual([null, in24h, in5s, in24h]);
  });

  it('with a grace of 0 ends the secret before at once', async () => {
    await signing.rotate();
    expect(await signing.rotate({ grace_s: 0 })).toMatchObject({ previous_until: null });
    expect(await signing.count('signing_secrets WHERE previous IS NOT NULL')).toBe(0);
  });

  it('twenty at once leave one secret, and one before it, both of which were told', async () => {
    const told = await Promise.all(Array.from({ length: 20 }, () => signing.rotate({ grace_s: 60 })));
    expect(new Set(told.map(({ secret }) => secret)).size).toBe(20);
    const { body } = await signing.call('GET', '/signing-secret');
    expect(told).toContainEqual(body);
    expect(await signing.count('signing_secrets')).toBe(1);
    const url = 'https://a.test/';
    const headers = await journey.roundtrip.rooms.signing.signatures.headersFor('operator', {
      ...{ id: 'job_1', method: 'GET', url, body: '', nowMs: journey.clock.now() },
    });
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    expect(told.filter(({ previous_until }) => previous_until === null)).toHaveLength(1);
  });

  it('is noted in the audit, without the secret', async () => {
    const { secret } = await signing.rotate({ grace_s: 7 });
    await signing.rotate(undefined, ada.token);
    const { body, text } = await signing.call('GET', '/v1/audit?limit=2');
    const noted = (body.entries as { action: string; target: string; details: object }[]).map(
      ({ action, target, details }) => ({ action, target, details }),
    );
    expect(noted).toEqual([
      { action: 'signing_secret.rotated', target: ada.seller_id, details: { grace_s: 86_400 } },
      { action: 'signing_secret.rotated', target: 'operator', details: { grace_s: 7 } },
    ]);
    expect(text).not.toMatch(SECRET);
    expect(text).not.toContain(secret.slice(6, 30));
  });
});

describe('whose secret it is', () => {
  it("is a seller's own, and that of admins and operators together", async () => {
    const { token: operator } = (await signing.call('POST', '/v1/tokens', { name: 'Olga', role: 'operator' })).body;
    const [ours, adas] = [await signing.rotate(undefined, operator as string), await signing.rotate({}, ada.token)];
    const read = (token?: string) => signing.call('GET', '/signing-secret', undefined, token);
    expect((await read()).body).toEqual(ours);
    expect((await read(operator as string)).body).toEqual(ours);
    expect((await read(ada.token)).body).toEqual(adas);
    expect((await read(bob.token)).body.error.code).toBe('not_found');
    expect(ours.secret).not.toBe(adas.secret);
  });

  it('an admin may ask by naming the seller, and rotate', async () => {
    const own = await signing.rotate({}, ada.token);
    const path = `/v1/signing-secret?seller_id=${ada.seller_id}`;
    expect((await signing.call('GET', path)).body).toEqual(own);
    const fresh = (await signing.call('POST', `/signing-secret/rotate?seller_id=${ada.seller_id}`, {})).body;
    expect((await signing.call('GET', '/signing-secret', undefined, ada.token)).body).toEqual(fresh);
    expect((await signing.call('GET', '/signing-secret')).status).toBe(404);
    const none = await signing.call('GET', `/signing-secret?seller_id=${bob.seller_id}`);
    expect(none.body.error.message).toMatch(/^There is no signing secret yet/);
  });

  it('nobody learns or changes by naming a seller that is another, or none', async () => {
    await signing.rotate({}, ada.token);
    await signing.rotate();
    const before = await signing.rows();
    const { token: operator } = (await signing.call('POST', '/v1/tokens', { name: 'Olga', role: 'operator' })).body;
    const cases: [string | undefined, string, number, RegExp][] = [
      [undefined, 'sel_none', 404, /no such seller/],
      [undefined, '', 404, /no such seller/],
      [undefined, `${ada.seller_id}&seller_id=${bob.seller_id}`, 400, /seller_id: must be named once/],
      [operator as string, ada.seller_id, 403, /Only an admin may name a seller/],
      [bob.token, ada.seller_id, 404, /no such seller/],
      [bob.token, 'sel_none', 404, /no such seller/],
      [bob.token, 'operator', 404, /no such seller/],
    ];
    for (const [token, sellerId, status, says] of cases)
      for (const [method, path] of [
        ['GET', '/signing-secret'],
        ['POST', '/signing-secret/rotate'],
      ] as const) {
        const answer = await signing.call(method, `${path}?seller_id=${sellerId}`, undefined, token);
        expect([sellerId, answer.status]).toEqual([sellerId, status]);
        expect(answer.body.error.message).toMatch(says);
        expect(answer.text).not.toMatch(SECRET);
      }
    const secrets = (rows: string) => rows.match(/"owner":"[^"]*","sealed":"[^"]*","previous"/g);
    expect(secrets(before)).toHaveLength(2);
    expect(secrets(await signing.rows())).toEqual(secrets(before));
  });

  it('goes with its seller when that is deleted', async () => {
    const dora = await journey.newSeller();
    await signing.rotate();
    await signing.rotate({}, dora.token);
    await journey.api('DELETE', `/v1/sellers/${dora.seller_id}`, undefined, 204);
    expect(await signing.count('signing_secrets WHERE owner = $1', [dora.seller_id])).toBe(0);
    expect(await signing.count('signing_secrets')).toBe(1);
    const path = `/signing-secret/rotate?seller_id=${dora.seller_id}`;
    expect((await signing.call('POST', path, {})).status).toBe(404);
    expect(await signing.count('signing_secrets')).toBe(1);
  });

  it('is nobody else to tell: a viewer and a marketplace are refused, a stranger asked for a token', async () => {
    await signing.rotate();
    const tokens = await Promise.all(
      ['viewer', 'marketplace'].map(async (role) => {
        const { token } = (await signing.call('POST', '/v1/tokens', { name: role, role })).body;
        return [token as string, 403] as const;
      }),
    );
    for (const [token, status] of [...tokens, ['rt_admin_nonsense', 401] as const])
      for (const [method, path] of [
        ['GET', '/signing-secret'],
        ['GET', '/v1/signing-secret'],
        ['POST', '/signing-secret/rotate'],
        ['POST', '/v1/signing-secret/rotate'],
      ] as const) {
        const answer = await signing.call(method, path, undefined, token);
        expect([path, answer.status]).toEqual([path, status]);
        expect(answer.text).not.toMatch(SECRET);
      }
  });
});

describe('the OpenAPI document', () => {
  it('names both addresses of each route differently, by names that a client can use', async () => {
    const { paths } = (await signing.call('GET', '/openapi.json')).body as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const idOf = (method: string, path: string) => paths[path]?.[method]?.operationId;
    expect([idOf('get', '/signing-secret'), idOf('get', '/v1/signing-secret')]).toEqual(['signingGet', 'signingGetV1']);
    const all = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(new Set(all).size).toBe(all.length);
    for (const id of all) expect(id).toMatch(/^[a-z]\w*$/i);
  });
});

describe('the database', () => {
  it('holds no signing secret in plain words, and opens none that was moved to another row or column', async () => {
    const [first, second, adas] = [
      await signing.rotate(),
      await signing.rotate({ grace_s: 60 }),
      await signing.rotate({}, ada.token),
    ];
    const rows = await signing.rows();
    for (const { secret } of [first, second, adas])
      for (const piece of [secret, secret.slice(6, 30), Buffer.from(secret.slice(6), 'base64').toString('hex')])
        expect(rows).not.toContain(piece);
    const { database } = journey.roundtrip.storage;
    const sign = (owner: string) =>
      journey.roundtrip.rooms.signing.signatures.headersFor(owner, {
        ...{ id: 'job_1', method: 'GET', url: 'https://a.test/', body: '', nowMs: journey.clock.now() },
      });
    await expect(sign(ada.seller_id)).resolves.toHaveProperty('X-Fliq-Signature');
    const take = `(SELECT sealed FROM signing_secrets WHERE owner = 'operator')`;
    await database.unit.run((tx) =>
      tx.run(`UPDATE signing_secrets SET sealed = ${take} WHERE owner = $1`, [ada.seller_id]),
    );
    await expect(sign(ada.seller_id)).rejects.toThrow(/belongs to another row/);
    await database.unit.run((tx) => tx.run(`UPDATE signing_secrets SET previous = sealed WHERE owner = 'operator'`));
    await expect(sign('operator')).rejects.toThrow(/belongs to another row/);
  });
});

describe('SELLER_WORK=off', () => {
  it('leaves signing to the operator: to a seller it is no address', async () => {
    await journey.roundtrip.stop();
    await journey.boot({ SELLER_WORK: 'off' });
    for (const [method, path] of [
      ['GET', '/signing-secret'],
      ['POST', '/v1/signing-secret/rotate'],
    ] as const) {
      const { status, body } = await signing.call(method, path, undefined, ada.token);
      expect([status, body.error.message]).toEqual([404, 'There is no such address.']);
    }
    expect((await signing.rotate()).secret).toMatch(SECRET);
  });
});
