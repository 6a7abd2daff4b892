import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { typesOf } from '../../src/cli/client/types-of.js';
import { ApiProblem } from '../../src/client/api-problem.js';
import { RoundtripClient } from '../../src/client/client.js';
import { startTestRoundtrip, type TestRoundtrip } from '../support/roundtrip.js';

let roundtrip: TestRoundtrip;
let client: RoundtripClient;
beforeAll(async () => {
  roundtrip = await startTestRoundtrip();
  client = new RoundtripClient({ baseUrl: roundtrip.url, token: roundtrip.adminToken });
});
afterAll(() => roundtrip.stop());

const UNKNOWN = '01a200b5-9692-711f-bc57-e21c3a596c81';

describe('the typed client', () => {
  it('has the types of the OpenAPI document as it is (else run `npm run client`)', async () => {
    const { body } = await roundtrip.call('GET', '/openapi.json');
    const kept = readFileSync(new URL('../../src/client/api-types.ts', import.meta.url), 'utf8');
    expect(await typesOf(body as object)).toBe(kept);
  });

  it('reads and writes by the paths of the document', async () => {
    const made = await client.post('/v1/sellers', { body: { name: 'Böse & Söhne' } });
    const { seller_id } = made;
    expect(await client.get('/v1/sellers/{seller_id}', { path: { seller_id } })).toMatchObject({
      name: 'Böse & Söhne',
    });
    const changed = await client.patch('/v1/sellers/{seller_id}', { path: { seller_id }, body: { name: 'New name' } });
    expect(changed.name).toBe('New name');
    expect((await client.get('/v1/sellers', { query: { limit: 1 } })).sellers).toHaveLength(1);
    expect(await client.delete('/v1/sellers/{seller_id}', { path: { seller_id } })).toBeUndefined();
  });

  it('lets no variable out of its place in the path', async () => {
    const order_id = '../tokens?limit=1#';
    await expect(client.get('/v1/orders/{order_id}', { path: { order_id } })).rejects.toMatchObject({ status: 404 });
  });

  it('says why the server refused', async () => {
    const asked = client.get('/v1/orders/{order_id}', { path: { order_id: UNKNOWN } });
    const problem = await asked.catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 404, code: 'not_found', requestId: expect.any(String) });
  });

  it('names the fields that were wrong', async () => {
    const asked = client.post('/v1/sellers', { body: { name: '' } });
    await expect(asked).rejects.toMatchObject({
      status: 400,
      details: [{ field: 'name', message: expect.any(String) }],
    });
  });

  it('says that nobody answered', async () => {
    const nobody = new RoundtripClient({ baseUrl: 'http://127.0.0.1:9' });
    await expect(nobody.get('/v1/orders')).rejects.toMatchObject({ status: 0, code: 'no_answer' });
  });

  it('gives up when told to', async () => {
    const given = new AbortController();
    given.abort();
    const asked = client.get('/v1/orders', { signal: given.signal });
    await expect(asked).rejects.toMatchObject({ status: 0, code: 'cancelled' });
  });
});
