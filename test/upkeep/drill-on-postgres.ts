import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { expect } from '@jest/globals';
import pg from 'pg';
import { backup } from '../../src/cli/backup/backup.js';
import { runCommand } from '../../src/cli/command.js';
import { restore } from '../../src/cli/restore/restore.js';
import { eventually } from '../support/eventually.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import { startTestRoundtrip, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

/** The two halves that are not ours. */
export interface DumpTools {
  /** The address of an empty database. */
  readonly fresh: () => Promise<string>;
  /** Writes a database, as it is at one instant, into one file, beside a server at work. */
  readonly dump: (url: string, path: string) => Promise<void>;
  /** Fills an empty database from it. */
  readonly load: (path: string, url: string) => Promise<void>;
}

const SETTINGS = { ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'), MIN_CHECK_INTERVAL_S: '0.1' };
const QUICK = 6;

/** What `docs/backup.md` says of Postgres, step by step: a dump, then the files, beside a server at work; then both in another place. */
export async function drillOnPostgres({ fresh, dump, load }: DumpTools): Promise<void> {
  const world = await DrillWorld.open();
  const to = world.folder.join('backup');
  try {
    const url = await fresh();
    await world.boot(url, 'files');
    const { quick, slow } = await world.placeSome();

    mkdirSync(to, { mode: 0o700 });
    await dump(url, `${to}/database.dump`);
    const [erased = '', ...kept] = quick;
    const [lost = '', ...files] = [
      await world.pathOf(erased),
      ...(await Promise.all(kept.map((id) => world.pathOf(id)))),
    ];
    expect((await world.server.call('DELETE', `/v1/orders/${erased}`)).status).toBeLessThan(300);
    await eventually(() => !existsSync(world.folder.join('files', lost)));
    const later = await world.place('quick');
    await world.is(later, 'completed');
    const made = await world.run('backup', ['--to', to, '--files-only'], url, 'files');
    expect(made).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^6 result files, [\d.]+ MB in /m) });
    await world.server.stop();

    const again = await fresh();
    const restored = await world.run('restore', ['--from', to], again, 'again');
    expect(restored).toMatchObject({ code: 0, err: '', out: expect.stringContaining('pg_restore --no-owner') });
    await load(`${to}/database.dump`, again);
    expect(existsSync(world.folder.join('again', lost))).toBe(false);
    for (const file of files) expect(statSync(world.folder.join('again', file)).mode & 0o077).toBe(0);

    world.isSlowDone = true;
    await world.boot(again, 'again');
    for (const id of kept) await world.hasItsFile(id);
    expect((await world.server.call('GET', `/v1/orders/${later}`)).status).toBe(404);
    await world.is(slow, 'completed');
    await world.hasItsFile(slow);
    expect(world.server.logged.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
  } finally {
    await world.close();
  }
}

class DrillWorld {
  readonly folder: TempFolder = makeTempFolder();
  server!: TestRoundtrip;
  isSlowDone = false;
  private url = '';

  private constructor(
    private readonly authority: LocalAuthority,
    private readonly seller: ScriptedSeller,
  ) {}

  static async open(): Promise<DrillWorld> {
    const authority = await createAuthority();
    const world = new DrillWorld(authority, await startSeller(authority));
    world.seller.on('POST', '/quick/job', () => ({ body: fileResult() }));
    world.seller.on('POST', '/slow/job', () => ({ status: 202, body: {} }));
    world.seller.on('GET', '/slow/status/:id', () => ({
      body: world.isSlowDone ? fileResult() : { status: 'processing' },
    }));
    return world;
  }

  async boot(url: string, files: string): Promise<void> {
    this.url = url;
    const env = { ...SETTINGS, DATABASE_URL: url, STORAGE_URL: `file:${this.folder.join(files)}` };
    this.server = await startTestRoundtrip({ folder: this.folder, authority: this.authority, env });
  }

  /** Some that are completed, each with a file, and one that its seller is at. */
  async placeSome(): Promise<{ readonly quick: string[]; readonly slow: string }> {
    const { body } = await this.server.call('POST', '/v1/sellers', { name: 'Ada' });
    for (const name of ['quick', 'slow']) {
      const { status } = await this.server.call('POST', '/v1/tools', {
        ...{ seller_id: body.seller_id, short_id: name, name, job_url: this.seller.url(`/${name}/job`) },
        auth_headers: { 'x-key': 'of-the-drill' },
        ...(name === 'slow' && { status_url: this.seller.url('/slow/status/{order_id}') }),
        ...(name === 'slow' && { poll: { strategy: 'fixed', interval_s: 1, jitter: 0 } }),
      });
      expect(status).toBe(201);
    }
    const quick = await Promise.all(Array.from({ length: QUICK }, () => this.place('quick')));
    const slow = await this.place('slow');
    for (const id of quick) await this.is(id, 'completed');
    await this.is(slow, 'processing');
    return { quick, slow };
  }

  async place(short_id: string): Promise<string> {
    const { status, body } = await this.server.call('POST', '/v1/orders', { short_id, inputs: { text: 'a story' } });
    expect(status).toBe(202);
    return body.order_id as string;
  }

  async is(id: string, status: string): Promise<void> {
    await eventually(async () => (await this.server.call('GET', `/v1/orders/${id}`)).body.status === status, {
      withinMs: 20_000,
    });
  }

  /** Where the file of an order's result lies, below the folder of files. */
  async pathOf(id: string): Promise<string> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    const found = client.query<{ file_key: string }>('SELECT file_key FROM result_files WHERE order_id = $1', [id]);
    const { rows } = await found.finally(() => client.end());
    return rows[0]?.file_key ?? '';
  }

  async hasItsFile(id: string): Promise<void> {
    const { body } = await this.server.call('GET', `/v1/orders/${id}`);
    const [file] = body.result.files as { n: number; sha256: string }[];
    const bytes = await fetch(`${this.server.url}/v1/orders/${id}/files/${file?.n}`, {
      headers: { authorization: `Bearer ${this.server.adminToken}` },
    });
    const sha256 = createHash('sha256')
      .update(Buffer.from(await bytes.arrayBuffer()))
      .digest('hex');
    expect([bytes.status, sha256]).toEqual([200, file?.sha256]);
  }

  async run(command: 'backup' | 'restore', args: readonly string[], url: string, files: string) {
    const said = { out: '', err: '' };
    const storage = `file:${this.folder.join(files)}`;
    const env = { ...SETTINGS, DATABASE_URL: url, STORAGE_URL: storage, ADMIN_TOKEN: 'x'.repeat(32) };
    const world = {
      ...{ env, onTerminal: false },
      out: (text: string) => void (said.out += text),
      err: (text: string) => void (said.err += text),
    };
    const act = { backup, restore }[command];
    return { code: await runCommand(command, world, () => act(args, world)), ...said };
  }

  async close(): Promise<void> {
    await this.seller.close();
    await this.server?.stop();
    this.folder.remove();
  }
}

function fileResult(): object {
  const file_base64 = Buffer.from(`${Math.random()} of the drill`).toString('base64');
  return { status: 'completed', output_type: 'file', filename: 'a.txt', file_base64 };
}
