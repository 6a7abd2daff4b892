import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { findPort, ServerProcess } from '../src/cli/demo/server-process.js';
import { ENTRY } from '../src/cli/demo/servers.js';
import type { TempFolder } from '../test/support/temp-folder.js';
import { cpuOf } from './cpu-times.js';
import { Product } from './product.js';

export interface ClusterServersOptions {
  readonly folder: TempFolder;
  readonly caPem: string;
  readonly databaseUrl: string;
  readonly concurrency: number;
  readonly execArgv: readonly string[];
}

/** One process that answers, which stays, and any number of workers on the same Postgres. */
export class ClusterServers {
  private readonly workers: ServerProcess[] = [];

  private constructor(
    readonly api: Product,
    private readonly options: ClusterServersOptions,
    private readonly shared: Readonly<Record<string, string>>,
  ) {}

  static async start(options: ClusterServersOptions): Promise<ClusterServers> {
    const { folder, caPem, concurrency } = options;
    const token = `rt_bench_${randomBytes(24).toString('hex')}`;
    mkdirSync(folder.join('data', 'files'), { recursive: true });
    writeFileSync(folder.join('data', 'admin-token'), token);
    const shared = {
      ...{ DATABASE_URL: options.databaseUrl, ADMIN_TOKEN: token, ENCRYPTION_KEY: randomBytes(32).toString('base64') },
      ...{ PUBLIC_URL: 'http://127.0.0.1:3000', MAX_CONCURRENCY_PER_ORIGIN: '64' },
    };
    const api = await Product.start({
      ...{ folder, caPem, concurrency, logLevel: 'info', execArgv: [], env: { ...shared, ROLE: 'api' } },
    });
    const common = {
      ...{ STORAGE_URL: `file:${folder.join('data', 'files')}`, NODE_EXTRA_CA_CERTS: folder.join('authority.pem') },
      ...{ ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8,::1/128', MAX_CONCURRENCY: String(concurrency) },
      ...{ LOG_LEVEL: 'info', LOG_FORMAT: 'json', SWEEP_CRON: '0 0 1 1 *', ROLE: 'worker' },
    };
    return new ClusterServers(api, options, { ...shared, ...common });
  }

  /** Starts or stops workers until there are so many. */
  async scale(count: number): Promise<void> {
    while (this.workers.length > count) await this.workers.pop()?.stop();
    while (this.workers.length < count) {
      const server = new ServerProcess({
        ...{ entry: ENTRY, port: await findPort(null), execArgv: this.options.execArgv, env: this.shared },
        logPath: this.options.folder.join('worker.log'),
      });
      this.workers.push(server);
      await server.ready();
    }
  }

  /** Processor time of all workers together, in milliseconds. */
  cpuMs(): number {
    return this.workers.reduce((sum, { pid }) => sum + cpuOf(pid ?? 0), 0);
  }

  async close(): Promise<void> {
    await this.scale(0);
    await this.api.close();
  }
}
