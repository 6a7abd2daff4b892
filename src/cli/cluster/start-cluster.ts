import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPort, ServerProcess } from '../demo/server-process.js';
import { choosePort, ENTRY, type Servers, type ServersNeeds } from '../demo/servers.js';
import { openOwnDatabase } from './own-database.js';

const WORKERS = 3;

export interface ClusterOptions {
  /** `postgres://...` of a server to use; else one of its own is started. */
  readonly databaseUrl: string | undefined;
  /** Told of each line that a process logs; `nth` counts the processes from 0. */
  readonly onLine: (name: string, nth: number, line: string) => void;
}

/** One api and three workers on one Postgres, each a process of its own on this machine. */
export async function startCluster(
  { folder, port, env }: ServersNeeds,
  { databaseUrl, onLine }: ClusterOptions,
): Promise<Servers> {
  const apiPort = await choosePort(port);
  const database = await openOwnDatabase(databaseUrl);
  const all: ServerProcess[] = [];
  const close = async () => {
    await Promise.all(all.map((server) => server.stop()));
    await database.close();
  };
  // Workers hand out links, too: all of them lead to the api.
  const common = { LOG_FORMAT: 'pretty', PUBLIC_URL: `http://127.0.0.1:${apiPort}` };
  const shared = { ...env, ...sharedSettings(folder, database.url), ...common };
  const start = async (name: string, role: string, at: number) => {
    const nth = all.length;
    const server = new ServerProcess({
      ...{ entry: ENTRY, port: at, logPath: join(folder, `${name}.log`), env: { ...shared, ROLE: role } },
      onLine: (line) => onLine(name, nth, line),
    });
    all.push(server);
    await server.ready();
    return server;
  };
  try {
    // The first one migrates; the others find that done.
    const front = await start('api', 'api', apiPort);
    const workers: Promise<ServerProcess>[] = [];
    for (let n = 1; n <= WORKERS; n++) workers.push(start(`worker-${n}`, 'worker', await findPort(null)));
    await Promise.all(workers);
    return { front, all, tokenPath: join(folder, 'admin-token'), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What all processes of a cluster must agree on. */
function sharedSettings(folder: string, databaseUrl: string): Record<string, string> {
  const token = `rt_cluster_${randomBytes(24).toString('hex')}`;
  writeFileSync(join(folder, 'admin-token'), `${token}\n`, { mode: 0o600 });
  mkdirSync(join(folder, 'files'));
  return {
    ...{ DATABASE_URL: databaseUrl, STORAGE_URL: `file:${join(folder, 'files')}` },
    ...{ ADMIN_TOKEN: token, ENCRYPTION_KEY: randomBytes(32).toString('base64') },
  };
}
