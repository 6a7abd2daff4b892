import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createAuthority } from '../support/local-authority.js';
import { startMarketplace, type Marketplace } from '../support/marketplace.js';
import { startTestRoundtrip, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';

/**
 * Work of a process that stands still is taken over by another. When it goes on it has an answer in hand that belongs to nobody any
 * more, and it wrote it over what the other one had written: a message that had been taken was waiting again, with no work to send it.
 * The same happened where the connection to the database broke as an answer was written down: it was written down once more.
 */
let server: TestRoundtrip;
let seller: ScriptedSeller;
let marketplace: Marketplace;

beforeAll(async () => {
  const authority = await createAuthority();
  [seller, marketplace] = [await startSeller(authority), await startMarketplace()];
  const env = { MARKETPLACE_WEBHOOK_URL: marketplace.url, MARKETPLACE_WEBHOOK_SECRET: marketplace.secret };
  server = await startTestRoundtrip({ authority, env });
});
afterAll(async () => {
  await server.stop();
  await seller.close();
  await marketplace.close();
});

const find = <Row>(sql: string) => server.storage.database.read<Row>(sql);

it('leaves a message as another process has left it that has taken it over meanwhile', async () => {
  let answer = (_status: number): void => undefined;
  const asked = new Promise<void>((isAsked) => {
    marketplace.answer = () => {
      isAsked();
      return new Promise<number>((resolve) => (answer = resolve));
    };
  });
  seller.reply('POST /job', { status: 202, body: { status: 'processing' } });
  const { seller_id } = (await server.call('POST', '/v1/sellers', { name: 'A seller' })).body;
  const named = {
    seller_id,
    short_id: 'told',
    name: 'A tool',
    job_url: seller.url('/job'),
    auth_headers: { 'X-K': 'k' },
  };
  expect((await server.call('POST', '/v1/tools', named)).status).toBe(201);
  await server.call('POST', '/v1/orders', { short_id: 'told', inputs: {} });
  await asked;
  // As the other one does: it takes the work up, its call goes well, and nothing more is to be told.
  await server.storage.database.unit.run(async (tx) => {
    await tx.run(`UPDATE notifications SET state = 'delivered', tries = 2`, []);
    await tx.run(`DELETE FROM work WHERE kind = 'notify'`, []);
  });
  answer(503);
  await eventually(() => server.rooms.engineRoom.engine.inFlight === 0);
  expect(await find('SELECT state, tries FROM notifications')).toEqual([{ state: 'delivered', tries: 2 }]);
  expect(await find(`SELECT attempt_num FROM attempts WHERE kind = 'notify'`)).toEqual([]);
  expect(server.logged.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});
