import type { Answer, CallOptions } from '../support/roundtrip.js';
import type { Scripted, SellerRequest } from '../support/scripted-seller.js';
import type { Journey } from './journey.js';
import { JourneyOrder } from './journey-order.js';

export interface ToolJson {
  readonly short_id: string;
  readonly seller_id: string;
  readonly callback_secret: string;
  readonly signing_secret: string;
}

export interface CallbackOptions {
  readonly run?: number;
  readonly secret?: string;
  /** Sent as it is, instead of the body. */
  readonly raw?: string | Buffer;
}

/** A registered tool and the scripted seller's side of it. */
export class JourneyTool {
  constructor(
    readonly journey: Journey,
    readonly json: ToolJson,
  ) {}

  get shortId(): string {
    return this.json.short_id;
  }

  /** How job POSTs are answered: a reply, a function, or a sequence of which the last stays. */
  onJob(scripted: Scripted): this {
    this.journey.seller.reply(`POST /${this.shortId}/job`, scripted);
    return this;
  }

  /** How checks are answered. */
  onStatus(scripted: Scripted): this {
    this.journey.seller.reply(`GET /${this.shortId}/status/:id`, scripted);
    return this;
  }

  /** Job POSTs that the seller has read to their end. */
  get jobs(): SellerRequest[] {
    return this.journey.seller.requestsTo(`POST /${this.shortId}/job`);
  }

  get checks(): SellerRequest[] {
    return this.journey.seller.requestsTo(`GET /${this.shortId}/status/:id`);
  }

  /** Places an order, which must be taken. */
  async place(fields: object = {}): Promise<JourneyOrder> {
    const answer = await this.tryPlace(fields);
    if (answer.status !== 202) throw new Error(`The order was answered ${answer.status}: ${answer.text}`);
    return new JourneyOrder(this, (answer.body as { order_id: string }).order_id);
  }

  tryPlace(fields: object = {}, options: CallOptions = {}): Promise<Answer> {
    const body = { short_id: this.shortId, inputs: { prompt: 'a red bicycle' }, ...fields };
    return this.post(body, options);
  }

  /** Places an order whose inputs are this text, to the letter. */
  async placeText(inputs: string): Promise<JourneyOrder> {
    const raw = `{ "short_id": "${this.shortId}", "inputs": ${inputs} }`;
    const answer = await this.post(undefined, { raw });
    if (answer.status !== 202) throw new Error(`The order was answered ${answer.status}: ${answer.text}`);
    return new JourneyOrder(this, (answer.body as { order_id: string }).order_id);
  }

  /** Places an order and waits until the seller has acknowledged it. */
  async placed(fields: object = {}): Promise<JourneyOrder> {
    const order = await this.place(fields);
    await order.becomes('processing');
    return order;
  }

  /** Calls back as this tool's seller. */
  callback(body: unknown, { run, secret = this.json.callback_secret, raw }: CallbackOptions = {}): Promise<Answer> {
    const path = `/api/orders/callback${run === undefined ? '' : `?run=${run}`}`;
    const options = { token: null, headers: { 'x-callback-secret': secret }, ...(raw === undefined ? {} : { raw }) };
    return this.journey.roundtrip.call('POST', path, body, options);
  }

  private async post(body: unknown, options: CallOptions): Promise<Answer> {
    const answer = await this.journey.roundtrip.call('POST', '/v1/orders', body, options);
    if (answer.status === 202) this.journey.notePlaced((answer.body as { order_id: string }).order_id);
    return answer;
  }

  async patch(fields: object): Promise<void> {
    await this.journey.api('PATCH', `/v1/tools/${this.shortId}`, fields);
  }

  async pause(): Promise<void> {
    await this.journey.api('POST', `/v1/tools/${this.shortId}/pause`);
  }

  async resume(): Promise<void> {
    await this.journey.api('POST', `/v1/tools/${this.shortId}/resume`);
  }
}
