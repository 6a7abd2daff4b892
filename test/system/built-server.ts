import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventually } from '../support/eventually.js';
import type { LocalAuthority } from '../support/local-authority.js';
import { makeTempFolder } from '../support/temp-folder.js';
import { addresses } from './addresses.js';
import type { TestInternet } from './test-internet.js';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const PORT = 3000;
const ADMIN_TOKEN = `rt_test_${randomBytes(24).toString('hex')}`;

/**
 * `node dist/main.js` in the engine's namespace, as an operator runs it: the authority by NODE_EXTRA_CA_CERTS, the name server by
 * DNS_SERVERS, and no private network allowed.
 */
export class BuiltServer {
  private readonly folder = makeTempFolder();
  private readonly child: ChildProcess;
  private readonly local = `http://127.0.0.1:${PORT}`;

  static async start(
    internet: TestInternet,
    authority: LocalAuthority,
    env: Readonly<Record<string, string>>,
  ): Promise<BuiltServer> {
    const server = new BuiltServer(internet, authority, env);
    try {
      await eventually(() => server.isReady(), { withinMs: 20_000, every: 50 });
      return server;
    } catch (cause) {
      await server.stop();
      throw new Error(`The built server did not start. Its log:\n${server.log()}`, { cause });
    }
  }

  private constructor(
    private readonly internet: TestInternet,
    authority: LocalAuthority,
    env: Readonly<Record<string, string>>,
  ) {
    const trusted = this.folder.join('authority.pem');
    writeFileSync(trusted, authority.caPem);
    const own = {
      ...{ HOST: '0.0.0.0', PORT: String(PORT), PUBLIC_URL: `http://${addresses.engine.four}:${PORT}`, ADMIN_TOKEN },
      ...{ DATABASE_URL: `sqlite:${this.folder.join('db.sqlite')}`, STORAGE_URL: `file:${this.folder.join('files')}` },
      ...{ NODE_EXTRA_CA_CERTS: trusted, DNS_SERVERS: addresses.nameServer, PATH: process.env.PATH },
    };
    const log = openSync(this.folder.join('log'), 'a');
    const inNamespace = ['ip', 'netns', 'exec', internet.names.engine, process.execPath, PROGRAM];
    // The kernel ends it with us, however we end: nothing is left over in a namespace that the next run removes.
    this.child = spawn('setpriv', ['--pdeathsig', 'KILL', ...inNamespace], {
      env: { ...own, ...env },
      cwd: this.folder.path,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
  }

  /** A call of the first admin, made on the server's own machine; it must be answered with this status. */
  async api<T>(method: string, path: string, status: number, body?: unknown): Promise<T> {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const json = { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await this.internet.engine.fetch(this.local + path, {
      method,
      ...(body === undefined ? { headers } : json),
    });
    if (answer.status !== status) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return JSON.parse(answer.text) as T;
  }

  log(): string {
    return readFileSync(this.folder.join('log'), 'utf8');
  }

  /** Ends it as an operator would, and gives back the code it ended with. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await gone;
    }
    return this.child.exitCode;
  }

  private async isReady(): Promise<boolean> {
    if (this.child.exitCode !== null) return false;
    return (await this.internet.engine.fetch(`${this.local}/readyz`)).status === 200;
  }
}
