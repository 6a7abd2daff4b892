import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { findPort, ServerProcess } from '../src/cli/demo/server-process.js';
import { RoundtripClient } from '../src/client/client.js';
import type { TempFolder } from '../test/support/temp-folder.js';

export interface ProductOptions {
  readonly folder: TempFolder;
  readonly caPem: string;
  readonly concurrency: number;
  readonly logLevel: string;
  /** Options of node for the server's process. */
  readonly execArgv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface SweepRecord {
  readonly sweep_id: string;
  readonly due: number;
  readonly checked: number;
  readonly opened_at: string;
  readonly duration_ms: number | null;
}

export interface CompletedOrder {
  readonly status: string;
  readonly result: { readonly files: readonly { readonly sha256: string }[] } | null;
}

const PLACED_AT_ONCE = 64;
const SETTLED_WITHIN_MS = 60_000;
/** USER_HZ is 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10;

/** The whole server in a process of its own, on SQLite, with everything on; spoken to through its API. */
export class Product {
  private constructor(
    private readonly server: ServerProcess,
    private readonly pool: Pool,
    private readonly token: string,
  ) {}

  static async start({ folder, caPem, concurrency, logLevel, execArgv, env }: ProductOptions): Promise<Product> {
    const caPath = folder.join('authority.pem');
    writeFileSync(caPath, caPem);
    const server = new ServerProcess({
      ...{ entry: fileURLToPath(new URL('../main.js', import.meta.url)), port: await findPort(null), execArgv },
      logPath: folder.join('server.log'),
      env: {
        DATABASE_URL: `sqlite:${folder.join('data', 'roundtrip.sqlite')}`,
        STORAGE_URL: `file:${folder.join('data', 'files')}`,
        ...{ NODE_EXTRA_CA_CERTS: caPath, ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8,::1/128' },
        ...{ MAX_CONCURRENCY: String(concurrency), MAX_CONCURRENCY_PER_ORIGIN: String(concurrency) },
        ...{ LOG_LEVEL: logLevel, LOG_FORMAT: 'json' },
        // Sweeps are opened by hand: none may come by itself in the middle of a round.
        SWEEP_CRON: '0 0 1 1 *',
        ...env,
      },
    });
    await server.ready();
    const token = readFileSync(folder.join('data', 'admin-token'), 'utf8').trim();
    return new Product(server, new Pool(server.url, { connections: PLACED_AT_ONCE }), token);
  }

  get pid(): number {
    return this.server.pid ?? 0;
  }

  /** The typed client, as the first admin. */
  get client(): RoundtripClient {
    return new RoundtripClient({
      baseUrl: this.server.url,
      headers: () => ({ Authorization: `Bearer ${this.token}` }),
    });
  }

  /** Registers one tool at the seller's origin. */
  async register(origin: string, concurrency: number): Promise<void> {
    await this.addTool(origin, { short_id: 'bench', max_concurrency: concurrency });
  }

  /** Registers a tool, of a seller of its own, with whatever is told of it. */
  async addTool(origin: string, fields: object): Promise<void> {
    const { seller_id } = await this.send<{ seller_id: string }>('POST', '/v1/sellers', { name: 'Bench' });
    await this.send('POST', '/v1/tools', {
      ...{ seller_id, name: 'Bench', job_url: `${origin}/job`, status_url: `${origin}/status/{order_id}` },
      auth_headers: { Authorization: 'Bearer bench' },
      ...fields,
    });
  }

  /** Places orders until so many more are `processing`. */
  async placeOrders(count: number, shortId = 'bench'): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    const queue = ids.values();
    const place = async () => {
      for (const order_id of queue)
        await this.send('POST', '/v1/orders', { order_id, short_id: shortId, inputs: { n: 1 } });
    };
    await Promise.all(Array.from({ length: PLACED_AT_ONCE }, place));
    await this.until('every order is processing', async () => {
      const open = await this.send<{ orders: unknown[] }>('GET', '/v1/orders?status=received,forwarding&limit=1');
      return open.orders.length === 0;
    });
    return ids;
  }

  /** Places one order; `placed` settles once it is accepted. */
  placeOrder(shortId: string): { readonly id: string; readonly placed: Promise<unknown> } {
    const id = randomUUID();
    return { id, placed: this.send('POST', '/v1/orders', { order_id: id, short_id: shortId, inputs: { n: 1 } }) };
  }

  /** Lays down a job for each of these instants (epoch milliseconds). */
  async layJobs(instants: readonly number[], url: string): Promise<void> {
    const queue = instants.values();
    const lay = async () => {
      for (const at of queue)
        await this.send('POST', '/v1/jobs', { url, scheduled_at: new Date(at).toISOString(), body: '{"n":1}' });
    };
    await Promise.all(Array.from({ length: PLACED_AT_ONCE }, lay));
  }

  /** These orders, once all are completed. */
  async completed(ids: readonly string[]): Promise<CompletedOrder[]> {
    return this.until('every order is completed', async () => {
      const orders = await Promise.all(ids.map((id) => this.send<CompletedOrder>('GET', `/v1/orders/${id}`)));
      return orders.every((order) => order.status === 'completed') && orders;
    });
  }

  /** Makes every waiting order due now; answers how many that are. */
  async sweep(): Promise<{ sweepId: string; due: number }> {
    const opened = await this.send<{ sweep_id: string; due: number }>('POST', '/v1/sweeps?all=true', {});
    return { sweepId: opened.sweep_id, due: opened.due };
  }

  /** When the last answer of a sweep was on disk, epoch milliseconds. */
  async settled(sweepId: string): Promise<number> {
    return this.until('every check is written down', async () => {
      const { sweeps } = await this.send<{ sweeps: SweepRecord[] }>('GET', '/v1/sweeps?limit=1');
      const [sweep] = sweeps;
      const whole = sweep?.sweep_id === sweepId && sweep.checked >= sweep.due;
      return whole ? Date.parse(sweep.opened_at) + (sweep.duration_ms ?? 0) : null;
    });
  }

  /** Processor time that the server has used, in milliseconds; null where the system does not tell (it does on Linux). */
  cpuMs(): number | null {
    try {
      const fields = readFileSync(`/proc/${this.server.pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
    } catch {
      return null;
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
    await this.server.stop();
  }

  private async until<T>(what: string, check: () => Promise<T | null | false>): Promise<T> {
    const deadline = performance.now() + SETTLED_WITHIN_MS;
    for (;;) {
      const found = await check();
      if (found !== null && found !== false) return found;
      if (performance.now() > deadline) throw new Error(`Given up waiting until ${what}.`);
      await sleep(100);
    }
  }

  private async send<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    const answer = await this.pool.request({ method, path, headers, body: body && JSON.stringify(body) });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
    return JSON.parse(text) as T;
  }
}
