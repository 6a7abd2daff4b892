import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestRoundtrip, type TestRoundtrip } from '../support/roundtrip.js';

let roundtrip: TestRoundtrip;
let token: string;
let secrets: string[];
beforeAll(async () => {
  roundtrip = await startTestRoundtrip();
  const seller = (await roundtrip.call('POST', '/v1/sellers', { name: 'A seller' })).body;
  token = seller.token as string;
  const tool = await roundtrip.call('POST', '/v1/tools', {
    ...{ seller_id: seller.seller_id, short_id: 'capitals', name: 'Capitals', job_url: 'https://seller.test/job' },
    ...{
      status_url: 'https://seller.test/status/{order_id}',
      auth_headers: { 'x-api-key': 'a-key-of-the-seller-1234' },
    },
  });
  secrets = [tool.body.callback_secret, tool.body.signing_secret, 'a-key-of-the-seller', '1234'] as string[];
});
afterAll(() => roundtrip.stop());

const get = (path: string) => roundtrip.call('GET', `/v1/tools/capitals/kits${path}`, undefined, { token });

describe('the kits of a tool', () => {
  it('are listed for its seller, each with a name, a file and one line', async () => {
    const { status, body } = await get('');
    expect(status).toBe(200);
    expect((body.kits as { name: string }[]).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['express', 'node', 'flask']),
    );
    for (const kit of body.kits) {
      expect(kit).toEqual({ name: kit.name, title: expect.any(String), filename: expect.any(String), summary: expect.any(String), notes: expect.any(Array) }); // prettier-ignore
      expect(kit.summary).not.toContain('\n');
    }
  });

  it('are files to save, with the tool’s own addresses and no secret', async () => {
    for (const { name, filename } of (await get('')).body.kits as { name: string; filename: string }[]) {
      const { status, headers, text } = await get(`/${name}`);
      expect([name, status]).toEqual([name, 200]);
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${filename}"`);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      for (const secret of secrets) expect(text.includes(secret)).toBe(false);
      expect(text).toContain('capitals');
    }
  });

  it('come with a type that says what they are', async () => {
    const typeOf = async (name: string) => (await get(`/${name}`)).headers.get('content-type');
    expect(await typeOf('express')).toBe('text/javascript; charset=utf-8');
    expect(await typeOf('flask')).toBe('text/x-python; charset=utf-8');
  });

  it('that are not there are named a mistake, with those that are', async () => {
    const { status, body } = await get('/rails');
    expect([status, body.error.code]).toEqual([404, 'unknown_kit']);
    expect(body.error.message).toContain('express');
  });

  it('of a tool that is not there are 404', async () => {
    const { status, body } = await roundtrip.call('GET', '/v1/tools/none/kits/express', undefined, { token });
    expect([status, body.error.code]).toEqual([404, 'unknown_tool']);
  });
});
