import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findPort } from '../../src/cli/demo/server-process.js';
import { startOwnPostgres, type OwnPostgres } from '../../src/cli/postgres/own-postgres.js';
import type { Marketplace } from '../support/marketplace.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { ChaosProcess } from './chaos-process.js';

const ROLES = { api: 'api', all: 'all', 'worker-1': 'worker', 'worker-2': 'worker' } as const;
const READY_WITHIN_MS = 60_000;
/** A process that starts meets a database that is away for so long after it was said to be back. */
const AWAY_MS = 15_000;

/** Where the built server lies, from here and from where this is built to. */
function findEntry(): string {
  const up = import.meta.url.includes('/dist/') ? '../../main.js' : '../../dist/main.js';
  const entry = fileURLToPath(new URL(up, import.meta.url));
  if (!existsSync(entry)) throw new Error(`${entry} is missing: run "npm run build" first.`);
  return entry;
}

/** Four processes of the built server on one Postgres: two doors (`api`, and `all`, which works as well) and two workers. */
export class ChaosCluster {
  readonly token = `rt_test_${randomBytes(24).toString('hex')}`;
  readonly surprises: string[] = [];
  /** Ends of processes that found no database. */
  withoutDatabase = 0;
  processes: readonly ChaosProcess[] = [];
  private awayUntil = 0;
  /** However this program ends: a process that stands still ends with nobody. */
  private readonly killAll = () => this.processes.forEach((each) => each.killNow());

  private constructor(
    readonly folder: TempFolder,
    readonly postgres: OwnPostgres,
  ) {
    process.once('exit', this.killAll);
  }

  static async start(caPem: string, marketplace: Marketplace): Promise<ChaosCluster> {
    const entry = findEntry();
    const folder = makeTempFolder('roundtrip-chaos-');
    const cluster = new ChaosCluster(folder, await startOwnPostgres({ settings: ['max_connections=300'] }));
    try {
      await cluster.startAll(entry, caPem, marketplace);
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  get doors(): string[] {
    return this.processes.filter(({ name }) => name === 'api' || name === 'all').map(({ url }) => url);
  }

  /** As a machine that fails, and is there again some seconds later. */
  async restartDatabase(awayMs: number): Promise<void> {
    this.awayUntil = Infinity;
    await this.postgres.crash();
    await sleep(awayMs);
    await this.postgres.start();
    this.awayUntil = performance.now() + AWAY_MS;
  }

  async ready(): Promise<void> {
    for (const each of this.processes) await each.ready(READY_WITHIN_MS);
  }

  /** Everything that the processes logged at warning or above, and what they took up of one another. */
  logged(): Readonly<Record<string, unknown>>[] {
    const logs = readdirSync(this.folder.path).filter((name) => name.endsWith('.log'));
    const lines = logs.flatMap((name) => readFileSync(this.folder.join(name), 'utf8').split('\n'));
    return lines.filter((line) => /^\{"level":"(?:warn|error|fatal)".*\}$/.test(line)).map(parse);
  }

  /** Ends all in order; answers who did not go in time. */
  async stopProcesses(): Promise<string[]> {
    const gone = await Promise.all(this.processes.map(async (each) => ((await each.close()) ? null : each.name)));
    return gone.filter((name) => name !== null);
  }

  async close(): Promise<void> {
    this.killAll();
    process.off('exit', this.killAll);
    await this.postgres.remove();
    this.folder.remove();
  }

  private async startAll(entry: string, caPem: string, marketplace: Marketplace): Promise<void> {
    const { folder } = this;
    mkdirSync(folder.join('files'));
    writeFileSync(folder.join('authority.pem'), caPem);
    const env = {
      ...{ DATABASE_URL: this.postgres.url, STORAGE_URL: `file:${folder.join('files')}`, LOG_FORMAT: 'json' },
      ...{ ADMIN_TOKEN: this.token, ENCRYPTION_KEY: randomBytes(32).toString('base64'), MIN_CHECK_INTERVAL_S: '0.5' },
      ...{ NODE_EXTRA_CA_CERTS: folder.join('authority.pem'), ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8,::1/128' },
      ...{ MARKETPLACE_WEBHOOK_URL: marketplace.url, MARKETPLACE_WEBHOOK_SECRET: marketplace.secret },
      ...{
        PUBLIC_URL: 'https://doors.example.com',
        CHECK_TIMEOUT_MS: '2000',
        FORWARD_TIMEOUT_MS: '3000',
        LOG_LEVEL: 'info',
      },
    };
    const watch = {
      endedByItself: (name: string, endOfLog: string) => this.noteEnd(name, endOfLog),
      overstayed: (name: string) => void this.surprises.push(`${name} was not gone in time after SIGTERM`),
    };
    const processes: ChaosProcess[] = [];
    for (const [name, role] of Object.entries(ROLES)) {
      const port = await findPort(null);
      const options = { entry, port, logPath: folder.join(`${name}.log`), env: { ...env, ROLE: role } };
      processes.push(new ChaosProcess(name, options, watch));
      this.processes = processes;
    }
    await this.ready();
  }

  private noteEnd(name: string, endOfLog: string): void {
    if (performance.now() < this.awayUntil) this.withoutDatabase += 1;
    else this.surprises.push(`${name} ended by itself:\n${endOfLog}`);
  }
}

function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // Two lives of a server wrote into one line: the one before was killed in the midst of it.
    return {};
  }
}
