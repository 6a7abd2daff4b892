import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPort } from '../../src/cli/demo/server-process.js';
import { eventually } from '../support/eventually.js';
import { callApi, type Answer } from '../support/roundtrip.js';
import { makeTempFolder } from '../support/temp-folder.js';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** `node dist/main.js` on loopback, whose calendar the test sets; its monotonic clock is the machine's. */
export class FakedTimeServer {
  private readonly token: string;
  private readonly folder = makeTempFolder();
  private readonly child: ChildProcess;

  /** `calendar`: as {@link setCalendar} takes it. */
  static async start(env: Readonly<Record<string, string>>, caPem: string, calendar = '+0'): Promise<FakedTimeServer> {
    const server = new FakedTimeServer(await findPort(null), env, caPem, calendar);
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
    env: Readonly<Record<string, string>>,
    caPem: string,
    calendar: string,
  ) {
    this.token = env['ADMIN_TOKEN'] ?? `rt_test_${randomBytes(24).toString('hex')}`;
    const { folder } = this;
    writeFileSync(folder.join('authority.pem'), caPem);
    this.setCalendar(calendar);
    const own = {
      ...{ PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), ADMIN_TOKEN: this.token, LOG_FORMAT: 'json' },
      ...{ DATABASE_URL: `sqlite:${folder.join('db.sqlite')}`, STORAGE_URL: `file:${folder.join('files')}` },
      ...{ NODE_EXTRA_CA_CERTS: folder.join('authority.pem'), ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8,::1/128' },
    };
    const faked = [
      ...[`LD_PRELOAD=${findLibrary()}`, 'FAKETIME_DONT_FAKE_MONOTONIC=1', 'FAKETIME_NO_CACHE=1'],
      `FAKETIME_TIMESTAMP_FILE=${folder.join('calendar')}`,
    ];
    const log = openSync(folder.join('log'), 'a');
    // The kernel ends it with us, however we end.
    this.child = spawn('setpriv', ['--pdeathsig', 'KILL', 'env', ...faked, process.execPath, PROGRAM], {
      env: { ...own, ...env },
      cwd: folder.path,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
  }

  /** How far its calendar is from the machine's, as libfaketime reads it: `+0`, `-6h`. In one step: a file half written is no time. */
  setCalendar(offset: string): void {
    writeFileSync(this.folder.join('calendar.new'), offset);
    renameSync(this.folder.join('calendar.new'), this.folder.join('calendar'));
  }

  call(method: string, path: string, body?: unknown): Promise<Answer> {
    return callApi(`http://127.0.0.1:${this.port}`, this.token, method, path, body);
  }

  log(): string {
    return readFileSync(this.folder.join('log'), 'utf8');
  }

  /** What it logged under this event. */
  logged(event: string): Readonly<Record<string, unknown>>[] {
    const lines = this.log()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line['event'] === event);
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

  private get lives(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  private async isReady(): Promise<boolean> {
    if (!this.lives) throw new Error('The server has ended.');
    return (await this.call('GET', '/readyz')).status === 200;
  }
}

/** Of Debian's package `faketime`, in the folder of this machine's architecture. */
function findLibrary(): string {
  const paths = readdirSync('/usr/lib').map((folder) => `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`);
  const found = paths.find((path) => existsSync(path));
  if (!found) throw new Error('libfaketimeMT.so.1 is not under /usr/lib; install the Debian package faketime.');
  return found;
}
