import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PROOFS, SEALED_COLUMNS } from '../../src/storage/sealed-columns.js';
import { signedHeaders } from '../support/signature-check.js';
import { onPostgres, openTestDatabase } from '../support/test-database.js';
import { textOf } from '../support/whole-database.js';
import { sealedColumnsOf } from '../upkeep/sealed-rows.js';
import type { Hit } from './canaries.js';
import { crawl } from './crawl.js';
import { misplaceInJobs, runJobs } from './job-stories.js';
import { misplaceInPolls, runPolls } from './poll-stories.js';
import { misplaceSecrets } from './misplaced.js';
import { misplaceInSchedules, runSchedules } from './schedule-stories.js';
import { SecretsWorld } from './secrets-world.js';
import { makeSigningSecrets, misplaceInSigning } from './signing-stories.js';
import { runOrders } from './stories.js';

/**
 * A canary stands for every secret there is. The product goes through all that it does, with sellers, a marketplace and an
 * operator that repeat whatever they are sent; then every canary is looked for, in every spelling, wherever anything is kept
 * or told.
 */
let world: SecretsWorld;
let crawled = 0;

/** A secret of 32 bytes under a base64 text, both canaries. */
function key(name: string): string {
  const bytes = randomBytes(16).toString('hex');
  world.canaries.plant(`${name}, its bytes`, bytes);
  return world.canaries.plant(name, Buffer.from(bytes).toString('base64'));
}

async function signUp(): Promise<void> {
  const { seller_id } = await world.issue(
    'POST',
    '/v1/sellers',
    { name: 'Ada' },
    { token: 'the first token of a seller' },
  );
  world.sellerId = seller_id as string;
  const { token } = await world.issue(...(['POST', `/v1/sellers/${world.sellerId}/rotate-token`, undefined] as const), {
    token: 'the token of a seller',
  });
  world.tokens['seller'] = token as string;
  for (const role of ['operator', 'viewer', 'marketplace']) {
    const made = await world.issue('POST', '/v1/tokens', { name: role, role }, { token: `the token of the ${role}` });
    world.tokens[role] = made.token as string;
  }
}

async function logIn(): Promise<void> {
  for (const role of ['admin', 'operator', 'viewer', 'seller']) {
    const { headers, body } = await world.roundtrip.call('POST', '/v1/session', { token: world.tokens[role] });
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
    world.canaries.plant(`the session of the ${role}`, cookie.split('=')[1] ?? '');
    world.canaries.plant(`the CSRF token of the ${role}`, body.csrf_token as string);
    const session = { cookie, 'x-csrf-token': body.csrf_token as string };
    await world.call('GET', '/v1/tools', undefined, { token: null, headers: session });
    if (role === 'viewer') await world.call('DELETE', '/v1/session', undefined, { token: null, headers: session });
  }
}

async function rotate(): Promise<void> {
  const path = '/v1/tools/calls-back';
  for (const which of ['callback', 'signing']) {
    const field = `${which}_secret`;
    await world.issue('POST', `${path}/rotate-secret`, { which }, { [field]: `the second ${which} secret` });
  }
  const [first, second] = [world.canaries.fresh('a rotated header'), world.canaries.fresh('a header rotated again')];
  for (const value of [first, second]) {
    const answer = await world.call('PATCH', path, { auth_headers: { 'X-Key': value } });
    expect(answer.body.auth_headers).toEqual({ 'X-Key': `••••${value.slice(-4)}` });
  }
}

async function placeSigned(secret: string): Promise<void> {
  const body = JSON.stringify({ short_id: 'stumbles', inputs: {} });
  const headers = signedHeaders(secret, randomUUID(), world.clock.now(), body);
  const answer = await world.call('POST', '/v1/orders', undefined, { token: null, headers, raw: body });
  expect(answer.status).toBe(202);
  const wrong = { ...headers, 'webhook-signature': `v1,${Buffer.from(secret).toString('base64')}` };
  await world.call('POST', '/v1/orders', undefined, { token: null, headers: wrong, raw: body });
}

/** A link is looked at in both ways, and one is withdrawn. */
async function shareOrders(): Promise<void> {
  for (const [i, id] of world.orders.slice(0, 2).entries()) {
    const { url } = await world.issue('POST', `/v1/orders/${id}/share`, {}, {});
    const token = world.canaries.plant(`the share token of order ${i}`, new URL(url as string).searchParams.get('t')!);
    if (i === 0) await world.call('DELETE', `/v1/orders/${id}/share`);
    for (const rest of ['', '/files/1', '/attempts']) {
      await world.call('GET', `/v1/orders/${id}${rest}?t=${token}`, undefined, { token: null });
      await world.call('GET', `/v1/orders/${id}${rest}`, undefined, { token });
    }
  }
}

beforeAll(async () => {
  world = await SecretsWorld.start();
  const url = (name: string, base: string) => `${base}?key=${world.canaries.fresh(name)}`;
  const secrets = {
    ENCRYPTION_KEY: key('ENCRYPTION_KEY'),
    ADMIN_TOKEN: world.canaries.fresh('ADMIN_TOKEN'),
    METRICS_TOKEN: world.canaries.fresh('METRICS_TOKEN'),
    INTAKE_SECRET: `whsec_${key('INTAKE_SECRET')}`,
    MARKETPLACE_WEBHOOK_SECRET: `whsec_${key('MARKETPLACE_WEBHOOK_SECRET')}`,
    MARKETPLACE_WEBHOOK_URL: url('the query of MARKETPLACE_WEBHOOK_URL', world.marketplace.url),
    OPERATOR_ALERT_URL: url('the query of OPERATOR_ALERT_URL', world.operator.url),
  };
  await world.boot(secrets);
  await signUp();
  await runOrders(world);
  await shareOrders();
  await logIn();
  await rotate();
  await placeSigned(secrets.INTAKE_SECRET);
  await makeSigningSecrets(world);
  await runPolls(world);
  await runJobs(world);
  await runSchedules(world);
  await misplaceSecrets(world);
  await misplaceInPolls(world);
  await misplaceInSigning(world);
  await misplaceInJobs(world);
  await misplaceInSchedules(world);
  await world.call('GET', '/metrics', undefined, { token: secrets.METRICS_TOKEN });
  await world.halt();
  const next = { ENCRYPTION_KEY: key('the next ENCRYPTION_KEY'), ENCRYPTION_KEY_PREVIOUS: secrets.ENCRYPTION_KEY };
  await world.boot({ ...secrets, ...next });
  world.marketplace.status = 200;
  const [tool] = world.tools;
  if (tool) await world.status(await world.place(tool), 'failed');
  crawled = await crawl(world);
}, 240_000);
afterAll(() => world.close());

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function hitsInFiles(): Hit[] {
  const { path } = world.roundtrip.folder;
  return filesBelow(path).flatMap((file) => world.canaries.hitsIn(relative(path, file), readFileSync(file)));
}

/** A hit a line, each once. */
function told(hits: readonly Hit[]): string[] {
  return [...new Set(hits.map(({ canary, form, where }) => `${canary}, ${form}: ${where}`))].slice(0, 100);
}

describe('fifty canaries and more', () => {
  it('were planted, and the product was busy with them', () => {
    expect(world.canaries.count).toBeGreaterThanOrEqual(50);
    expect(world.orders.length).toBeGreaterThanOrEqual(20);
    expect(crawled).toBeGreaterThan(500);
    // Where bodies may be seen they were: those of jobs and schedules went through everything, too.
    expect(world.bodiesShown).toBeGreaterThan(world.jobs.length + world.schedules.length);
    expect([world.marketplace.received, world.operator.received].every((received) => received > 0)).toBe(true);
  });

  it('are found where they stand, in every spelling', () => {
    const canary = world.canaries.fresh('a canary to be found');
    const bytes = Buffer.from(`x${canary}`);
    const spelled = [String(bytes), bytes.toString('hex'), bytes.toString('base64'), JSON.stringify({ canary })];
    for (const text of [...spelled, `y${bytes.toString('base64url')}`, canary.slice(0, 24), canary.slice(-16)])
      expect([text, world.canaries.hitsIn('here', text).map((hit) => hit.canary)]).toEqual([
        text,
        expect.arrayContaining(['a canary to be found']),
      ]);
  });

  it('stand in no answer, whoever asks, but for the body of a job or a schedule in its own', () => {
    const hits = world.heard.flatMap(({ what, text }) => world.canaries.hitsIn(what, text));
    expect(told(hits)).toEqual([]);
  });

  it('stand in no file and no table while the server runs: database, WAL, results', async () => {
    const files = filesBelow(world.roundtrip.folder.path).map((file) => relative(world.roundtrip.folder.path, file));
    if (!onPostgres) expect(files).toEqual(expect.arrayContaining(['roundtrip.sqlite', 'roundtrip.sqlite-wal']));
    expect(told(hitsInFiles())).toEqual([]);
    const rows = await textOf(world.roundtrip.storage.database);
    expect(rows.length).toBeGreaterThan(100_000);
    expect(told(world.canaries.hitsIn('tables', rows))).toEqual([]);
  });

  it('stand in no file once it has stopped, and in no line of the log', async () => {
    await world.halt();
    expect(told(hitsInFiles())).toEqual([]);
    expect(world.logged.length).toBeGreaterThan(100);
    const hits = world.logged.flatMap((line) => world.canaries.hitsIn(`log: ${line.slice(0, 200)}`, line));
    expect(told(hits)).toEqual([]);
  });

  it('were sealed only where npm run rotate-keys seals them anew', async () => {
    const database = await openTestDatabase(world.roundtrip.folder);
    const listed = [...SEALED_COLUMNS, PROOFS].map(({ table, column }) => `${table}.${column}`);
    const found = await sealedColumnsOf(database);
    await database.close();
    expect(found.filter((column) => !listed.includes(column))).toEqual([]);
    expect(found.length).toBeGreaterThanOrEqual(8);
  });
});
