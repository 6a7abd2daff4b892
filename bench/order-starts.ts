import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IssuedCertificate } from '../test/support/local-authority.js';
import type { Product } from './product.js';

const SHORT_ID = 'starts';
const ARRIVED_WITHIN_MS = 20_000;

/** How long a new order takes from the request that places it to the seller: a seller in this process, which does the job at once. */
export class OrderStarts {
  private readonly arrived = new Map<string, (at: number) => void>();

  private constructor(
    private readonly server: Server,
    private readonly api: Product,
  ) {}

  static async open(certificate: IssuedCertificate, api: Product): Promise<OrderStarts> {
    const server = createServer(certificate);
    const starts = new OrderStarts(server, api);
    server.on('request', (request, response) => {
      const at = performance.now();
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.once('end', () => {
        const { order_id: id } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { order_id: string };
        starts.arrived.get(id)?.(at);
        response.setHeader('content-type', 'application/json');
        response.end('{"status":"completed","result":{"text":"done"}}');
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    await api.addTool(`https://localhost:${(server.address() as AddressInfo).port}`, {
      short_id: SHORT_ID,
      status_url: null,
    });
    return starts;
  }

  /** Places one after the other, at least `everyMs` apart, while `more` says so; answers the milliseconds of each. */
  async measure(everyMs: number, more: (placed: number) => boolean): Promise<number[]> {
    const found: number[] = [];
    while (more(found.length)) {
      const began = performance.now();
      const at = await this.placeOne();
      found.push(at - began);
      await sleep(Math.max(0, everyMs - (performance.now() - began)));
    }
    return found;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async placeOne(): Promise<number> {
    const { id, placed } = this.api.placeOrder(SHORT_ID);
    const there = new Promise<number>((resolve) => this.arrived.set(id, resolve));
    await placed;
    const at = await Promise.race([there, sleep(ARRIVED_WITHIN_MS, null, { ref: false })]);
    this.arrived.delete(id);
    if (at === null) throw new Error(`A new order did not reach its seller within ${ARRIVED_WITHIN_MS / 1_000} s.`);
    return at;
  }
}
