import { setTimeout as sleep } from 'node:timers/promises';
import type { ScriptedSeller, SellerReply, SellerRequest } from '../support/scripted-seller.js';
import type { ChaosOrder, Fault, Road } from './chaos-orders.js';
import type { Doors } from './doors.js';

interface Job {
  readonly order_id: string;
  readonly callback_url: string;
}

const taken: SellerReply = { status: 202, body: {} };

/** Sellers who work well on networks and machines that do not: what they took they finish once, whatever becomes of their answers. */
export class ChaosSellers {
  /** Callbacks that were refused for good: there should be none. */
  readonly refused: string[] = [];
  /** Every job POST that came, by order: its ids and its body. */
  readonly jobs = new Map<string, string[]>();
  /** By road. */
  readonly callbackSecrets = new Map<Road, string>();
  checks = 0;
  callbacks = 0;
  faults = 0;
  private readonly took = new Set<ChaosOrder>();
  private readonly callingBack = new Set<Promise<void>>();

  constructor(
    private readonly orders: ReadonlyMap<string, ChaosOrder>,
    private readonly doors: Doors,
  ) {}

  /** Puts the tool of one road at a seller. */
  serve(seller: ScriptedSeller, road: Road): void {
    seller.on('POST', `/${road}/job`, (request) => this.answerJob(request));
    seller.on('GET', `/${road}/status/:id`, ({ params }) => this.answerCheck(this.orderOf(params['id'] ?? '')));
  }

  /** Once nobody is calling back any more. */
  async quiet(): Promise<void> {
    while (this.callingBack.size > 0) await Promise.all(this.callingBack);
  }

  private answerJob(request: SellerRequest): SellerReply {
    const job = request.json<Job>();
    const order = this.orderOf(job.order_id);
    const mark = [request.headers['webhook-id'], request.headers['idempotency-key'], request.body.toString()].join(' ');
    this.jobs.set(job.order_id, [...(this.jobs.get(job.order_id) ?? []), mark]);
    const fault = order.jobFaults.shift();
    if (fault === '500' || fault === 'lost') return this.spoil(fault, taken);
    const isNew = !this.took.has(order);
    this.took.add(order);
    // Who says it in the reply calls back where the reply was spoilt.
    const callsBack =
      order.road === 'callback' || order.road === 'both' || (order.road === 'reply' && fault !== undefined);
    if (isNew && callsBack) this.begin(this.callBack(order, job.callback_url));
    return this.spoil(fault, order.road === 'reply' ? { body: resultOf(order) } : taken);
  }

  private answerCheck(order: ChaosOrder): SellerReply {
    this.checks += 1;
    const fault = order.checkFaults.shift();
    if (!this.took.has(order)) return { status: 404, body: { error: 'Never heard of it.' } };
    if (fault) return this.spoil(fault, { body: { status: 'processing' } });
    if (order.checksAtWork > 0) {
      order.checksAtWork -= 1;
      return { body: { status: 'processing', progress: 50 - order.checksAtWork } };
    }
    return { body: resultOf(order) };
  }

  private spoil(fault: Fault | undefined, reply: SellerReply): SellerReply {
    if (fault === undefined) return reply;
    this.faults += 1;
    if (fault === '500') return { status: 500, body: { error: 'Not now.' } };
    if (fault === 'half') return { ...reply, resetAfter: true };
    if (fault === 'hang') return { hang: true };
    if (fault === 'drip') return { ...reply, drip: { bytes: 4, everyMs: 150 } };
    return { resetBefore: true };
  }

  private begin(calling: Promise<void>): void {
    this.callingBack.add(calling);
    void calling.finally(() => this.callingBack.delete(calling));
  }

  private async callBack(order: ChaosOrder, callbackUrl: string): Promise<void> {
    await sleep(order.callBackAfterMs);
    if (order.saysProgress) await this.say(order, callbackUrl, { ok: true, status: 'processing', progress: 10 });
    const final = finalOf(order);
    if (order.doubles) await this.sayEverywhere(order, callbackUrl, final);
    await this.say(order, callbackUrl, final);
    if (order.again === null) return;
    await sleep(order.again.afterMs);
    const opposite = { ...order, ending: order.ending === 'failed' ? ('completed' as const) : ('failed' as const) };
    await this.say(order, callbackUrl, order.again.says === 'same' ? final : finalOf(opposite));
  }

  private async say(order: ChaosOrder, callbackUrl: string, words: object): Promise<void> {
    const answer = await this.doors.post(...this.callOf(order, callbackUrl, words));
    this.callbacks += 1;
    if (answer?.status !== 200)
      this.refused.push(`${order.orderId}: ${answer?.status ?? 'nobody'}: ${answer?.text ?? ''}`);
  }

  private async sayEverywhere(order: ChaosOrder, callbackUrl: string, words: object): Promise<void> {
    for (const answer of await this.doors.postEverywhere(...this.callOf(order, callbackUrl, words))) {
      this.callbacks += 1;
      if (answer.status !== 200) this.refused.push(`${order.orderId}: ${answer.status}: ${answer.text}`);
    }
  }

  private callOf(order: ChaosOrder, callbackUrl: string, words: object) {
    const { pathname, search } = new URL(callbackUrl);
    const headers = { 'x-callback-secret': this.callbackSecrets.get(order.road) ?? '' };
    return [`${pathname}${search}`, JSON.stringify({ order_id: order.orderId, ...words }), headers] as const;
  }

  private orderOf(orderId: string): ChaosOrder {
    const order = this.orders.get(orderId);
    if (!order) throw new Error(`Nobody ordered ${orderId}.`);
    return order;
  }
}

/** What an order's result must be in the end. */
export function resultText({ orderId }: Pick<ChaosOrder, 'orderId'>): string {
  return `made of ${orderId}`;
}

/** What it must be told to have failed of. */
export function failureText({ orderId }: Pick<ChaosOrder, 'orderId'>): string {
  return `nothing can be made of ${orderId}`;
}

function resultOf(order: ChaosOrder): object {
  if (order.ending === 'failed') return { status: 'failed', error: failureText(order) };
  return { status: 'completed', output_type: 'text', result_text: resultText(order) };
}

function finalOf(order: ChaosOrder): object {
  if (order.ending === 'failed') return { ok: false, error: failureText(order) };
  return { ok: true, output_type: 'text', result_text: resultText(order) };
}
