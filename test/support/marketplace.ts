import { randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock, type Clock } from '../../src/domain/clock.js';
import { eventually, type EventuallyOptions } from './eventually.js';
import { signatureProblem } from './signature-check.js';

/** One try to tell the marketplace something. */
export interface Delivery {
  readonly webhookId: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The body as it came. */
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  /** What is wrong with signature, time or body; undefined where all is right. */
  readonly problem: string | undefined;
  /** The status we answered. */
  readonly status: number;
  /** By the machine's clock, epoch milliseconds. */
  readonly at: number;
}

export interface MarketplaceOptions {
  /** `whsec_...`; made if absent. */
  readonly secret?: string;
  /** The clock that `webhook-timestamp` is held against. */
  readonly clock?: Clock;
  /** How far `webhook-timestamp` may lie from now; Standard Webhooks names five minutes. */
  readonly toleranceMs?: number;
  readonly port?: number;
}

/** Starts a marketplace: an HTTP receiver on 127.0.0.1 that checks Standard Webhooks signatures and keeps what came. */
export async function startMarketplace(options: MarketplaceOptions = {}): Promise<Marketplace> {
  const marketplace = new Marketplace(options);
  await marketplace.listen(options.port ?? 0);
  return marketplace;
}

export class Marketplace {
  readonly secret: string;
  /** Every try, in order, refused ones too. */
  readonly deliveries: Delivery[] = [];
  /** The status for a delivery that is right in itself. Replace it at any time. */
  answer: (delivery: Omit<Delivery, 'status'>) => number | Promise<number> = () => 200;

  private readonly server: Server;
  private readonly clock: Clock;
  private readonly toleranceMs: number;
  private failures: { left: number; status: number } = { left: 0, status: 500 };

  constructor({ secret, clock = systemClock, toleranceMs = 300_000 }: MarketplaceOptions) {
    this.secret = secret ?? `whsec_${randomBytes(32).toString('base64')}`;
    this.clock = clock;
    this.toleranceMs = toleranceMs;
    this.server = createServer((req, res) => {
      this.receive(req, res).catch(() => res.destroy());
    });
  }

  /** What `MARKETPLACE_WEBHOOK_URL` should be. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/events`;
  }

  /** The events taken (answered 2xx), once each: a repeated `webhook-id` counts the first time. */
  get events(): Delivery[] {
    const seen = new Set<string>();
    return this.deliveries.filter(
      ({ status, webhookId }) => status < 300 && !seen.has(webhookId) && seen.add(webhookId),
    );
  }

  eventsOf(orderId: string): Delivery[] {
    return this.events.filter((event) => event.data['order_id'] === orderId);
  }

  /** The first event for which the predicate holds, waiting for it if need be. */
  waitFor(predicate: (event: Delivery) => boolean, options?: EventuallyOptions): Promise<Delivery> {
    return eventually(() => this.events.find(predicate), options);
  }

  /** Refuses the next deliveries with a status; `Infinity` until `recover()`. */
  failNext(times: number, status = 500): void {
    this.failures = { left: times, status };
  }

  recover(): void {
    this.failures = { left: 0, status: 500 };
  }

  /** Forgets deliveries and failures. */
  reset(): void {
    this.deliveries.length = 0;
    this.answer = () => 200;
    this.recover();
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  /** Stops and kills what is still connected. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async receive(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const seen = this.read(req.headers, Buffer.concat(chunks).toString('utf8'));
    const status = await this.statusFor(seen);
    this.deliveries.push({ ...seen, status });
    res.writeHead(status).end();
  }

  private read(headers: IncomingHttpHeaders, body: string): Omit<Delivery, 'status'> {
    const event = parseEvent(body);
    const problem = event ? this.problemOf(headers, body) : 'the body is not an event';
    const { type = '', timestamp = '', data = {} } = event ?? {};
    return { webhookId: header(headers, 'webhook-id'), type, timestamp, data, body, headers, problem, at: Date.now() };
  }

  private problemOf(headers: IncomingHttpHeaders, body: string): string | undefined {
    return signatureProblem({
      secret: this.secret,
      headers,
      body,
      now: this.clock.now(),
      toleranceMs: this.toleranceMs,
    });
  }

  private statusFor(seen: Omit<Delivery, 'status'>): number | Promise<number> {
    if (seen.problem) return 401;
    if (this.failures.left <= 0) return this.answer(seen);
    this.failures.left -= 1;
    return this.failures.status;
  }
}

type MarketplaceEvent = { type: string; timestamp: string; data: Record<string, unknown> };

function parseEvent(body: string): MarketplaceEvent | undefined {
  try {
    const event = JSON.parse(body) as Partial<MarketplaceEvent> | null;
    const whole = typeof event?.type === 'string' && typeof event.data === 'object' && event.data !== null;
    return whole ? (event as MarketplaceEvent) : undefined;
  } catch {
    return undefined;
  }
}

function header(headers: IncomingHttpHeaders, name: string): string {
  return String(headers[name] ?? '');
}
