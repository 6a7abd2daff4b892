import type { Clock } from '../domain/clock.js';
import { renderTemplate } from '../domain/payload-template.js';
import { secretsOfUrl } from '../domain/scrub.js';
import type { OrderReading, WholeOrder } from '../storage/order-store.js';
import type { SellerTools, ToolSettings } from './seller-tools.js';

/** An order as its seller is asked to do it. */
export interface JobRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The same on every try of a run. */
  readonly webhookId: string;
  /** Values that must never show, should the seller echo them. */
  readonly secrets: readonly string[];
}

/** Signs a body the Standard Webhooks way, once with each secret. */
export type SignWebhook = (message: {
  id: string;
  timestampS: number;
  body: string;
  secrets: readonly string[];
}) => Record<string, string>;

/** Makes the token that a `url_token` tool's callback URL ends with: bound to one order. */
export interface CallbackTokens {
  make(orderId: string): string;
  /** The order that a token speaks for, or null where it is not ours. */
  orderOf(token: string): string | null;
}

/** Makes requests to sellers: V payload or the tool's template, the seller's own headers, signature, idempotency key. */
export class SellerRequests {
  constructor(
    private readonly tools: SellerTools,
    private readonly sign: SignWebhook,
    private readonly tokens: CallbackTokens,
    private readonly publicUrl: () => string,
    private readonly clock: Clock,
  ) {}

  /** `signedAtMs`: now, but where a test of the seller asks whether it takes what was signed long ago. */
  async job(
    order: Pick<WholeOrder, 'order_id' | 'run' | 'inputs' | 'created_at' | 'is_test'>,
    tool: ToolSettings,
    signedAtMs = this.clock.now(),
  ): Promise<JobRequest> {
    const [own, signing] = [
      await this.tools.openHeaders(tool),
      await this.tools.signingSecrets(tool, this.clock.now()),
    ];
    const webhookId = order.run === 1 ? order.order_id : `${order.order_id}:${order.run}`;
    const body = this.body(order, tool);
    const signature = this.sign({
      id: webhookId,
      timestampS: Math.floor(signedAtMs / 1000),
      body,
      secrets: signing,
    });
    return {
      ...{ body, webhookId },
      headers: { ...own, ...signature, 'content-type': 'application/json', 'idempotency-key': webhookId },
      secrets: [...Object.values(own), ...signing, this.tokens.make(order.order_id), ...secretsOfUrl(tool.jobUrl)],
    };
  }

  /** Whatever a seller may repeat in a callback, `given` being what it proved itself with; a deleted tool has no more of it. */
  async secretsOf(orderId: string | null, tool: ToolSettings | null, given: string): Promise<readonly string[]> {
    const known = [given, ...(orderId === null ? [] : [this.tokens.make(orderId)])];
    if (!tool || tool.deleted) return known;
    const signing = await this.tools.signingSecrets(tool, this.clock.now());
    const urls = [tool.jobUrl, tool.statusUrl, tool.statusBatchUrl].filter((url) => url !== null);
    return [...known, ...Object.values(await this.tools.openHeaders(tool)), ...signing, ...urls.flatMap(secretsOfUrl)];
  }

  /** Headers of a status check, and the values in them that must never show. */
  async check(
    order: Pick<OrderReading, 'order_id'>,
    tool: ToolSettings,
    url: string,
  ): Promise<Pick<JobRequest, 'headers' | 'secrets'>> {
    const own = await this.tools.openHeaders(tool);
    // A status page that shows the whole job shows its callback_url.
    const token = tool.callbackAuth === 'url_token' ? [this.tokens.make(order.order_id)] : [];
    return {
      headers: { ...own, accept: 'application/json', 'accept-encoding': 'identity' },
      secrets: [...Object.values(own), ...token, ...secretsOfUrl(url)],
    };
  }

  /** The body as it will be sent; also asked at intake, whether it would be too large. */
  body(order: Pick<WholeOrder, 'order_id' | 'run' | 'inputs' | 'created_at' | 'is_test'>, tool: ToolSettings): string {
    const { short_id, order_id, inputs } = { ...order, short_id: tool.shortId };
    const [callback_url, ts] = [this.callbackUrl(order, tool), Math.floor(order.created_at / 1000)];
    if (tool.template) return renderTemplate(tool.template, { short_id, order_id, inputs, callback_url, ts });
    const around = JSON.stringify({
      short_id,
      order_id,
      callback_url,
      ts,
      ...(order.is_test === 1 ? { is_test: true } : {}),
    });
    // Spliced in as text: parsing would change numbers past 2^53.
    return `${around.slice(0, -1)},"inputs":${inputs}}`;
  }

  /** Of a test order it names the order, so that a callback without proof can be told of. */
  private callbackUrl(order: Pick<WholeOrder, 'order_id' | 'run' | 'is_test'>, tool: ToolSettings): string {
    const token = tool.callbackAuth === 'url_token' ? `/${this.tokens.make(order.order_id)}` : '';
    const run = order.run === 1 ? [] : [`run=${order.run}`];
    const query = [...run, ...(order.is_test === 1 ? [`test=${order.order_id}`] : [])].join('&');
    return `${this.publicUrl()}/api/orders/callback${token}${query === '' ? '' : `?${query}`}`;
  }
}
