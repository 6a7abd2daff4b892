import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPort, ServerProblem, ServerProcess, tryPort } from './server-process.js';

/** `dist/main.js`. */
export const ENTRY = fileURLToPath(new URL('../../../main.js', import.meta.url));
const DEFAULT_PORT = 3000;

export interface ServersNeeds {
  /** For all that they keep; removed by whoever made it. */
  readonly folder: string;
  /** Where the API is to listen; null: 3000, or any port where that is taken. */
  readonly port: number | null;
  /** Settings that the demo needs, but for the database. */
  readonly env: Readonly<Record<string, string>>;
}

/** The processes that serve the demo. */
export interface Servers {
  /** Answers the API. */
  readonly front: ServerProcess;
  readonly all: readonly ServerProcess[];
  readonly tokenPath: string;
  /** Ends them all, and what they stand on. */
  close(): Promise<void>;
}

export type StartServers = (needs: ServersNeeds) => Promise<Servers>;

/** One process on SQLite. */
export const startOneServer: StartServers = async ({ folder, port, env }) => {
  const database = { DATABASE_URL: `sqlite:${join(folder, 'data', 'roundtrip.sqlite')}`, LOG_FORMAT: 'json' };
  const logPath = join(folder, 'server.log');
  const front = new ServerProcess({
    ...{ entry: ENTRY, logPath, port: await choosePort(port), env: { ...env, ...database } },
  });
  const close = async () => void (await front.stop());
  try {
    await front.ready();
  } catch (error) {
    await close();
    throw error;
  }
  return { front, all: [front], tokenPath: join(folder, 'data', 'admin-token'), close };
};

/** The port that was asked for, or one that will do where none was. */
export async function choosePort(wanted: number | null): Promise<number> {
  if (wanted === null) return findPort(DEFAULT_PORT);
  const port = await tryPort(wanted);
  if (port === null) throw new ServerProblem(`Port ${wanted} is taken: stop what listens there, or name another.`);
  return port;
}
