import { randomBytes, randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import { signWebhook } from '../../src/outbound/webhook-signature.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../../src/cli/free-port.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import { startTestRoundtrip, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { TcpProxy } from '../support/tcp-proxy.js';

export interface KitWorldOptions {
  /** Paths of the tool's URLs on the seller's machine, where they are not those of most tests. */
  readonly paths?: { readonly job: string; readonly status: string };
  /** Seconds until the first check, and between two: long enough for a callback to be first. */
  readonly checkEvery?: number;
}

export interface SellerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
}

export interface ConformanceReport {
  readonly status: string;
  readonly grade: string | null;
  readonly order_ids: readonly string[];
  readonly checks: readonly { readonly id: string; readonly outcome: string; readonly found: string }[];
  /** As seen from here. */
  readonly tookMs: number;
}

interface Order {
  readonly status: string;
  readonly run: number;
  readonly delivered_by: string | null;
  readonly result: { readonly text?: string } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/**
 * A marketplace with one registered tool, whose kit a test downloads and runs as its seller would. Callbacks come in by a cable that
 * can be pulled out, so that each road is seen alone.
 */
export class KitWorld {
  readonly apiKey = randomBytes(24).toString('hex');

  private constructor(
    readonly roundtrip: TestRoundtrip,
    readonly authority: LocalAuthority,
    /** Where the seller's machine shall listen. */
    readonly port: number,
    readonly paths: { readonly job: string; readonly status: string },
    /** What callbacks pass through on their way in. */
    readonly cable: TcpProxy,
    /** In Roundtrip's place where a test looks at the seller's own callbacks. */
    readonly receiver: ScriptedSeller,
    private readonly dispatcher: Agent,
  ) {}

  readonly shortId = 'capitals';
  callbackSecret = '';
  signingSecret = '';

  static async start(options: KitWorldOptions = {}): Promise<KitWorld> {
    const authority = await createAuthority();
    const [port, ownPort] = [await freePort(), await freePort()];
    const cable = await TcpProxy.start({ host: '127.0.0.1', port: ownPort });
    const env = { PORT: String(ownPort), PUBLIC_URL: `http://127.0.0.1:${cable.port}` };
    const roundtrip = await startTestRoundtrip({ authority, env });
    const paths = options.paths ?? { job: '/roundtrip/job', status: '/roundtrip/status/{order_id}' };
    const dispatcher = new Agent({ connect: { ca: authority.caPem } });
    const receiver = await startSeller(authority);
    const world = new KitWorld(roundtrip, authority, port, paths, cable, receiver, dispatcher);
    await world.register(options.checkEvery ?? 1);
    return world;
  }

  /** The environment of the seller's program: what the kit names, and nothing else. */
  get secrets(): Record<string, string> {
    return {
      ROUNDTRIP_HEADER_X_API_KEY: this.apiKey,
      ROUNDTRIP_SIGNING_SECRET: this.signingSecret,
      ROUNDTRIP_CALLBACK_SECRET: this.callbackSecret,
    };
  }

  async kit(name: string): Promise<string> {
    const { status, text } = await this.roundtrip.call('GET', `/v1/tools/${this.shortId}/kits/${name}`);
    if (status !== 200) throw new Error(text);
    return text;
  }

  async place(inputs: Record<string, unknown>): Promise<string> {
    const { status, text, body } = await this.roundtrip.call('POST', '/v1/orders', { short_id: this.shortId, inputs });
    if (status !== 202) throw new Error(text);
    return body.order_id as string;
  }

  /** The order once it is final, in a run from this one on; else what was tried. */
  async final(id: string, withinMs = 20_000, run = 1): Promise<Order> {
    const found = eventually(
      async () => {
        const order = (await this.roundtrip.call('GET', `/v1/orders/${id}`)).body as Order;
        if (['completed', 'failed', 'expired', 'cancelled'].includes(order.status) && order.run >= run) return order;
        throw new Error(`It is still ${order.status}.`);
      },
      { withinMs, every: 50 },
    );
    return found.catch(async (cause: Error) => {
      const { text } = await this.roundtrip.call('GET', `/v1/orders/${id}/attempts`);
      throw new Error(`${cause.message} Its attempts: ${text}`, { cause });
    });
  }

  /** A conformance test of the tool, from its order to its end. */
  async conformance(withinMs = 100_000): Promise<ConformanceReport> {
    const path = `/v1/tools/${this.shortId}/test`;
    const began = performance.now();
    const { status, text, body } = await this.roundtrip.call('POST', path, {});
    if (status !== 202) throw new Error(text);
    const found = async () => {
      const report = (await this.roundtrip.call('GET', `${path}s/${body.test_id as string}`)).body;
      return report.status !== 'running' && (report as unknown as ConformanceReport);
    };
    const report = (await eventually(found, { withinMs, every: 100 })) as ConformanceReport;
    return { ...report, tookMs: Math.round(performance.now() - began) };
  }

  async events(id: string): Promise<unknown[]> {
    return (await this.roundtrip.call('GET', `/v1/orders/${id}/events`)).body.events as unknown[];
  }

  /** A job as Roundtrip sends it, but to call back the test. Headers that a test gives stand in for the right ones; null: without it. */
  post(
    job: { order_id: string; inputs?: unknown; callback_url?: string },
    headers: Record<string, string | null> = {},
    key = job.order_id,
  ): Promise<SellerAnswer> {
    const body = JSON.stringify({ short_id: this.shortId, inputs: {}, ts: Math.floor(Date.now() / 1000), ...job });
    return this.postText(body, headers, key);
  }

  postText(
    body: string,
    headers: Record<string, string | null> = {},
    key: string = randomUUID(),
  ): Promise<SellerAnswer> {
    const signed = this.sign(body, Date.now() / 1000);
    const right = { 'content-type': 'application/json', 'x-api-key': this.apiKey, 'idempotency-key': key, ...signed };
    return this.ask('POST', this.paths.job, { ...right, ...headers }, body);
  }

  sign(body: string, timestampS: number, secret = this.signingSecret): Record<string, string> {
    return signWebhook({ id: `msg_${randomUUID()}`, timestampS, body, secrets: [secret] });
  }

  status(orderId: string, headers: Record<string, string | null> = {}): Promise<SellerAnswer> {
    return this.ask('GET', this.paths.status.replace('{order_id}', orderId), { 'x-api-key': this.apiKey, ...headers });
  }

  async ask(
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string | null> = {},
    body?: string,
  ): Promise<SellerAnswer> {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== null)) as Record<
      string,
      string
    >;
    const url = `https://localhost:${this.port}${path}`;
    const answer = await request(url, { method, headers: given, body, dispatcher: this.dispatcher });
    return { status: answer.statusCode, headers: answer.headers, body: parse(await answer.body.text()) };
  }

  async stop(): Promise<void> {
    await Promise.allSettled([
      this.receiver.close(),
      this.roundtrip.stop(),
      this.cable.stop(),
      this.dispatcher.destroy(),
    ]);
    this.roundtrip.folder.remove();
  }

  private async register(checkEvery: number): Promise<void> {
    const { seller_id } = (await this.roundtrip.call('POST', '/v1/sellers', { name: 'A seller' })).body;
    const at = (path: string) => `https://localhost:${this.port}${path}`;
    const { status, text, body } = await this.roundtrip.call('POST', '/v1/tools', {
      ...{ seller_id, short_id: this.shortId, name: 'Capitals', auth_headers: { 'x-api-key': this.apiKey } },
      ...{ job_url: at(this.paths.job), status_url: at(this.paths.status) },
      poll: { strategy: 'fixed', initial_s: checkEvery, interval_s: checkEvery, jitter: 0 },
    });
    if (status !== 201) throw new Error(text);
    this.callbackSecret = body.callback_secret as string;
    this.signingSecret = body.signing_secret as string;
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text };
  }
}
