import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPort } from '../../src/cli/demo/server-process.js';
import { eventually } from '../support/eventually.js';
import { callApi, type Answer } from '../support/roundtrip.js';
import { makeTempFolder } from '../support/temp-folder.js';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const SQLITE = fileURLToPath(import.meta.resolve('better-sqlite3'));
const QUERY = `const [sqlite, file, sql] = process.argv.slice(1);
  console.log(JSON.stringify(new (require(sqlite))(file, { readonly: true }).prepare(sql).all()));`;

export type LogLine = Readonly<Record<string, unknown>>;

/**
 * `node dist/main.js` with its database and files on a small disk. The disk is mounted in a mount namespace of the server's own, so
 * the kernel takes it away with the server, however either of us ends; from here it is reached through the server's root.
 */
export class SmallDiskServer {
  readonly token = `rt_test_${randomBytes(24).toString('hex')}`;
  private readonly folder = makeTempFolder();
  private readonly child: ChildProcess;

  static async start(size: string, env: Readonly<Record<string, string>>, caPem: string): Promise<SmallDiskServer> {
    const port = await findPort(null);
    const server = new SmallDiskServer(port, size, env, caPem);
    try {
      await eventually(() => server.isReady(), { withinMs: 20_000, every: 50 });
      return server;
    } catch (cause) {
      await server.stop();
      throw new Error(`The server did not start. Its log:\n${server.log()}`, { cause });
    }
  }

  private constructor(
    private readonly port: number,
    size: string,
    env: Readonly<Record<string, string>>,
    caPem: string,
  ) {
    const { folder } = this;
    mkdirSync(folder.join('disk'));
    writeFileSync(folder.join('authority.pem'), caPem);
    const own = {
      ...{ PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), ADMIN_TOKEN: this.token, LOG_FORMAT: 'json' },
      ...{
        DATABASE_URL: `sqlite:${folder.join('disk', 'db.sqlite')}`,
        NODE_EXTRA_CA_CERTS: folder.join('authority.pem'),
      },
      ...{ STORAGE_URL: `file:${folder.join('disk', 'files')}`, ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8,::1/128' },
    };
    const mounted = `mount -t tmpfs -o size=${size} tmpfs "$0" && exec "$@"`;
    const inShell = ['sh', '-c', mounted, folder.join('disk'), process.execPath, PROGRAM];
    const log = openSync(folder.join('log'), 'a');
    this.child = spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', 'unshare', '--mount', '--propagation', 'private', ...inShell],
      {
        env: { ...own, ...env },
        cwd: folder.path,
        stdio: ['ignore', log, log],
      },
    );
    closeSync(log);
  }

  /** True while the first process lives. */
  get lives(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  call(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return callApi(`http://127.0.0.1:${this.port}`, this.token, method, path, body, { headers });
  }

  /** A path on the disk, as we reach it. */
  onDisk(name: string): string {
    return `/proc/${this.child.pid}/root${this.folder.join('disk', name)}`;
  }

  /** Takes all the room there is, to the last page. */
  fillUp(): void {
    const ballast = openSync(this.onDisk('ballast'), 'a');
    for (const bytes of [64 * 1024, 4096, 1]) while (hasTaken(ballast, Buffer.alloc(bytes)));
    closeSync(ballast);
  }

  /** Reads its database, in its own namespace: SQLite follows the link that its root is for us out of it. */
  read<Row>(sql: string): Row[] {
    const inside = ['--mount', '--target', String(this.child.pid), process.execPath, '-e', QUERY];
    const rows = execFileSync('nsenter', [...inside, SQLITE, this.folder.join('disk', 'db.sqlite'), sql]);
    return JSON.parse(String(rows)) as Row[];
  }

  makeRoom(): void {
    rmSync(this.onDisk('ballast'), { force: true });
  }

  log(): string {
    return readFileSync(this.folder.join('log'), 'utf8');
  }

  logLines(): LogLine[] {
    const lines = this.log()
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as LogLine);
  }

  /** Ends it as an operator would, and gives back the code it ended with. */
  async stop(): Promise<number | null> {
    if (this.lives) {
      const gone = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await gone;
    }
    return this.child.exitCode;
  }

  private async isReady(): Promise<boolean> {
    if (!this.lives) throw new Error('The server has ended.');
    return (await this.call('GET', '/readyz')).status === 200;
  }
}

function hasTaken(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
