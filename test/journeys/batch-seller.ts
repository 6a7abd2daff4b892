import type { SellerReply, SellerRequest } from '../support/scripted-seller.js';
import type { Journey } from './journey.js';
import type { JourneyOrder } from './journey-order.js';
import type { JourneyTool } from './journey-tool.js';

/** What a seller says of one order in a batch: the fields of its element; null leaves it out. */
export type Word = object | null;

/** A tool whose seller answers for many orders at once, and the seller's side of it. */
export class BatchSeller {
  /** What is said of each order; what is not named is still at work. */
  readonly words = new Map<string, Word>();
  /** Elements beside those that were asked for. */
  readonly more: unknown[] = [];
  /** Instead of all that. */
  reply: SellerReply | ((ids: readonly string[]) => SellerReply | Promise<SellerReply>) | null = null;

  private constructor(readonly tool: JourneyTool) {
    tool.journey.seller.reply(`POST /${tool.shortId}/batch`, (request) => this.answer(request));
  }

  /** Checked every minute; with a status URL too, unless told otherwise. */
  static async of(journey: Journey, fields: object = {}): Promise<BatchSeller> {
    const tool = await journey.minutely(fields);
    await tool.patch({ status_batch_url: journey.seller.url(`/${tool.shortId}/batch`) });
    return new BatchSeller(tool);
  }

  get batches(): SellerRequest[] {
    return this.tool.journey.seller.requestsTo(`POST /${this.tool.shortId}/batch`);
  }

  /** How many orders each request was about. */
  get sizes(): number[] {
    return this.batches.map((request) => idsOf(request).length);
  }

  /** Orders that the seller has, due for a check at one instant. */
  async orders(count: number): Promise<JourneyOrder[]> {
    const placed = await Promise.all(Array.from({ length: count }, () => this.tool.place()));
    for (const order of placed) await order.becomes('processing');
    return placed;
  }

  says(order: JourneyOrder, word: Word): this {
    this.words.set(order.id, word);
    return this;
  }

  private answer(request: SellerRequest): SellerReply | Promise<SellerReply> {
    const ids = idsOf(request);
    if (typeof this.reply === 'function') return this.reply(ids);
    return this.reply ?? { body: { orders: [...this.elements(ids), ...this.more] } };
  }

  elements(ids: readonly string[]): object[] {
    return ids.flatMap((id) => {
      const word = this.words.get(id);
      return word === null ? [] : [{ order_id: id, ...(word ?? { status: 'processing' }) }];
    });
  }
}

export function idsOf(request: SellerRequest): string[] {
  return request.json<{ order_ids: string[] }>().order_ids;
}
