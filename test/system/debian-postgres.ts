import { execFile, execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../src/cli/free-port.js';

const INSTALLED = '/usr/lib/postgresql';
const run = promisify(execFile);

/** Debian's Postgres with all its tools, in a temporary folder: the one that npm brings has no `pg_dump`. */
export class DebianPostgres {
  private made = 0;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<DebianPostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'roundtrip-debian-postgres-'));
    const [uid, gid] = ['-u', '-g'].map((what) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' })));
    chownSync(folder, uid ?? 0, gid ?? 0);
    const server = new DebianPostgres(folder, await freePort());
    const data = join(folder, 'data');
    server.asItsUser('initdb', ['-D', data, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']);
    const options = `-p ${server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
    server.asItsUser('pg_ctl', ['-D', data, '-w', '-o', options, '-l', join(folder, 'log'), 'start']);
    return server;
  }

  /** The address of an empty database, made as `docs/backup.md` says. */
  readonly fresh = async (): Promise<string> => {
    const name = `drill_${++this.made}`;
    await run(join(bin(), 'createdb'), [`--maintenance-db=${this.urlOf('postgres')}`, name]);
    return this.urlOf(name);
  };

  readonly dump = async (url: string, path: string): Promise<void> => {
    await run(join(bin(), 'pg_dump'), ['--format=custom', `--file=${path}`, url]);
  };

  readonly load = async (path: string, url: string): Promise<void> => {
    const flags = ['--no-owner', '--exit-on-error', '--single-transaction'];
    await run(join(bin(), 'pg_restore'), [...flags, `--dbname=${url}`, path]);
  };

  remove(): void {
    this.asItsUser('pg_ctl', ['-D', join(this.folder, 'data'), '-m', 'immediate', 'stop']);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private urlOf(name: string): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${name}`;
  }

  /** Postgres does not run as root. A server that is left in the background must not hold our pipes. */
  private asItsUser(program: string, args: readonly string[]): void {
    execFileSync('runuser', ['-u', 'postgres', '--', join(bin(), program), ...args], { stdio: 'ignore', cwd: '/' });
  }
}

/** Of the newest that is installed. */
function bin(): string {
  const newest = readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a))[0];
  return join(INSTALLED, newest ?? '', 'bin');
}
