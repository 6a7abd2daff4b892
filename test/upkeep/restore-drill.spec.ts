import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { compileInto } from '../storage/compile.js';
import { eventually } from '../support/eventually.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import { startTestRoundtrip, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller, type SellerRequest } from '../support/scripted-seller.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { runProgram } from './run-program.js';

const KEY = { 'x-key': 'of-the-drill' };
/** Orders there are before the backup begins. */
const BEFORE = 40;
/** Of each result's file: enough for the copy to take a while. */
const FILE_BYTES = 60_000;

let folder: TempFolder;
let authority: LocalAuthority;
let seller: ScriptedSeller;
let server: TestRoundtrip;
/** Orders of the tool `slow` are at work until then. */
let isSlowDone = false;

beforeAll(async () => {
  folder = makeTempFolder();
  await compileInto(folder, ['src', 'migrations']);
  authority = await createAuthority();
  seller = await startSeller(authority);
  const known = (request: SellerRequest) => request.headers['x-key'] === KEY['x-key'];
  seller.on('POST', '/quick/job', (request) => (known(request) ? { body: fileOf(request) } : { status: 401 }));
  seller.on('POST', '/slow/job', (request) => (known(request) ? { status: 202, body: {} } : { status: 401 }));
  seller.on('GET', '/slow/status/:id', (request) => {
    if (!known(request)) return { status: 401 };
    return { body: isSlowDone ? fileOf(request) : { status: 'processing' } };
  });
}, 60_000);
afterAll(async () => {
  await seller.close();
  await server?.stop();
  folder.remove();
});

function fileOf(request: SellerRequest): object {
  const text = createHash('sha256')
    .update(request.path)
    .digest('hex')
    .repeat(FILE_BYTES / 64);
  const file_base64 = Buffer.from(`${Math.random()} ${text}`).toString('base64');
  return { status: 'completed', output_type: 'file', filename: 'a.txt', file_base64 };
}

async function boot(data: string): Promise<void> {
  const env = {
    DATABASE_URL: `sqlite:${folder.join(data, 'roundtrip.sqlite')}`,
    STORAGE_URL: `file:${folder.join(data, 'files')}`,
  };
  server = await startTestRoundtrip({ folder, authority, env: { ...env, MIN_CHECK_INTERVAL_S: '0.1' } });
}

async function register(): Promise<void> {
  const { body } = await server.call('POST', '/v1/sellers', { name: 'Ada' });
  for (const name of ['quick', 'slow']) {
    const { status } = await server.call('POST', '/v1/tools', {
      ...{ seller_id: body.seller_id, short_id: name, name, job_url: seller.url(`/${name}/job`), auth_headers: KEY },
      ...(name === 'slow' && { status_url: seller.url('/slow/status/{order_id}') }),
      ...(name === 'slow' && { poll: { strategy: 'fixed', interval_s: 1, jitter: 0 } }),
    });
    expect(status).toBe(201);
  }
}

/** Places orders without a pause, and erases every fifth that is completed, until it is stopped. */
class Load {
  readonly taken: string[] = [];
  readonly erased = new Set<string>();
  private going = true;
  private readonly done = [this.place('quick'), this.place('slow'), this.erase()];

  async stop(): Promise<void> {
    this.going = false;
    await Promise.all(this.done);
  }

  private async place(short_id: string): Promise<void> {
    while (this.going) {
      const { status, body } = await server.call('POST', '/v1/orders', { short_id, inputs: { text: 'a story' } });
      expect(status).toBe(202);
      this.taken.push(body.order_id as string);
    }
  }

  private async erase(): Promise<void> {
    for (let next = 0; this.going;) {
      const id = this.taken[next];
      if (id === undefined) await new Promise((later) => setTimeout(later, 5));
      else if (this.erased.size * 5 > this.taken.length) next += 0;
      else if ((await server.call('DELETE', `/v1/orders/${id}`)).status < 300) this.erased.add(id);
      if (id !== undefined) next += 1;
    }
  }
}

/** Every order of the server, page by page. */
async function allOrders(): Promise<{ order_id: string; status: string }[]> {
  const all: { order_id: string; status: string }[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await server.call(
      'GET',
      `/v1/orders?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    all.push(...body.orders);
    cursor = body.next_cursor as string | null;
  }
  return all;
}

it('a backup taken under load restores to a server that has every order and file, and goes on with what was open', async () => {
  await boot('data');
  await register();
  const load = new Load();
  await eventually(() => load.taken.length >= BEFORE);
  const before = [...load.taken];
  const settings = {
    DATABASE_URL: `sqlite:${folder.join('data', 'roundtrip.sqlite')}`,
    STORAGE_URL: `file:${folder.join('data', 'files')}`,
  };
  const made = await runProgram(folder, 'backup', ['--to', folder.join('backup'), '--with-key'], settings);
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toMatch(/^files \d+ % \(\d+ files\)\n[^]*\n\d+ orders, \d+ result files, [\d.]+ MB in /);
  const during = load.taken.length - before.length;
  await load.stop();
  // The backup ran while orders came.
  expect(during).toBeGreaterThan(0);
  await server.stop();

  const restored = await runProgram(
    folder,
    'restore',
    ['--from', folder.join('backup'), '--to', folder.join('again')],
    {},
  );
  expect(restored).toMatchObject({ code: 0, err: '' });
  expect(restored.out).toContain('The key opens it.');
  expect(namedFilesAreThere(folder.join('backup', 'manifest.json'))).toBeGreaterThan(0);

  isSlowDone = true;
  await boot('again');
  const orders = await allOrders();
  const there = new Set(orders.map(({ order_id }) => order_id));
  expect(before.filter((id) => !there.has(id))).toEqual([]);
  expect(orders.filter(({ status }) => status === 'processing').length).toBeGreaterThan(0);
  await eventually(async () => (await allOrders()).every(({ status }) => status === 'completed'), {
    withinMs: 20_000,
    every: 200,
  });
  expect(await checkFiles([...there])).toBeGreaterThanOrEqual(before.length - load.erased.size);
}, 120_000);

/** Every file that the manifest lists is in the restored folder, for its owner only; answers how many. */
function namedFilesAreThere(manifest: string): number {
  const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as { files: { path: string; size: number }[] };
  const results = files.filter(({ path }) => path.startsWith('files/'));
  for (const { path, size } of results) expect(statSync(folder.join('again', path)).size).toBe(size);
  for (const name of readdirSync(folder.join('backup'))) {
    const { mode } = statSync(folder.join('backup', name));
    expect([name, mode & 0o077]).toEqual([name, 0]);
  }
  expect(existsSync(folder.join('again', 'admin-token'))).toBe(existsSync(folder.join('data', 'admin-token')));
  return results.length;
}

/** Opens every file that an order's result names; answers how many there are. */
async function checkFiles(ids: readonly string[]): Promise<number> {
  let files = 0;
  for (const id of ids) {
    const { body } = await server.call('GET', `/v1/orders/${id}`);
    for (const file of (body.result?.files ?? []) as { n: number; sha256: string }[]) {
      const bytes = await fetch(`${server.url}/v1/orders/${id}/files/${file.n}`, {
        headers: { authorization: `Bearer ${server.adminToken}` },
      });
      const sha256 = createHash('sha256')
        .update(Buffer.from(await bytes.arrayBuffer()))
        .digest('hex');
      expect([bytes.status, sha256]).toEqual([200, file.sha256]);
      files += 1;
    }
  }
  return files;
}
