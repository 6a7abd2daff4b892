import { setTimeout as sleep } from 'node:timers/promises';
import type { ScriptedSeller, SellerReply, SellerRequest } from '../support/scripted-seller.js';
import type { Dice } from './dice.js';
import type { Steps } from './steps.js';

export const ROADS = ['callback', 'check', 'reply'] as const;
export type Road = (typeof ROADS)[number];

/** Longer than any life of the server. */
const CALL_BACK_TRIES = 800;
const PAUSE_MS = 75;

/** A seller with one tool a road; it never loses what it took, as a good seller does not. */
export class CrashSellers {
  /** Callbacks that were refused for good: there should be none. */
  readonly refusedCallbacks: string[] = [];
  callbackSecret = '';
  private readonly checks = new Map<string, number>();
  private readonly callingBack = new Set<Promise<void>>();

  constructor(
    readonly seller: ScriptedSeller,
    private readonly dice: Dice,
    private readonly steps: Steps,
  ) {
    seller.on('POST', '/callback/job', (job) => this.step(() => this.takeAndCallBack(job)));
    seller.on('POST', '/check/job', () => this.step(() => ({ status: 202, body: {} })));
    seller.on('GET', '/check/status/:id', (request) => this.step(() => this.answerCheck(request)));
    seller.on('POST', '/reply/job', () => this.step(() => ({ body: result })));
  }

  /** Every job POST that came, by order. */
  jobs(): Map<string, SellerRequest[]> {
    const byOrder = new Map<string, SellerRequest[]>();
    for (const request of this.seller.requests.filter(({ method }) => method === 'POST')) {
      const { order_id } = request.json<{ order_id: string }>();
      byOrder.set(order_id, [...(byOrder.get(order_id) ?? []), request]);
    }
    return byOrder;
  }

  /** Once nobody is calling back any more. */
  async quiet(): Promise<void> {
    while (this.callingBack.size > 0) await Promise.all(this.callingBack);
  }

  /** Each request is a step when it has come and one when it has been thought over: the kill may fall between. */
  private async step(answer: () => SellerReply | Promise<SellerReply>): Promise<SellerReply> {
    this.steps.take();
    const reply = await answer();
    await sleep(this.dice.between(0, 5));
    this.steps.take();
    return reply;
  }

  /** A third calls back before it has even answered the job. */
  private async takeAndCallBack(request: SellerRequest): Promise<SellerReply> {
    const job = request.json<{ order_id: string; callback_url: string }>();
    const early = this.dice.oneIn(3);
    const called = this.callBack(job, early ? 0 : this.dice.between(0, 300));
    this.callingBack.add(called);
    void called.finally(() => this.callingBack.delete(called));
    // Not for long: it may have to wait until the server is up again.
    if (early) await Promise.race([called, sleep(100)]);
    return { status: 202, body: {} };
  }

  private async callBack(job: { order_id: string; callback_url: string }, afterMs: number): Promise<void> {
    await sleep(afterMs);
    const body = JSON.stringify({ ok: true, order_id: job.order_id, ...words });
    for (let left = CALL_BACK_TRIES; left > 0; left--) {
      const answer = await post(job.callback_url, body, { 'x-callback-secret': this.callbackSecret });
      if (answer?.status === 200) return this.steps.take();
      if (answer && answer.status < 500) return void this.refusedCallbacks.push(`${answer.status}: ${answer.text}`);
      await sleep(PAUSE_MS);
    }
    this.refusedCallbacks.push('nobody ever answered');
  }

  private answerCheck({ params }: SellerRequest): SellerReply {
    const id = params['id'] ?? '';
    const before = this.checks.get(id) ?? 0;
    this.checks.set(id, before + 1);
    return { body: before === 0 ? { status: 'processing', progress: 40 } : result };
  }
}

const words = { output_type: 'text', result_text: 'done' };
const result = { status: 'completed', ...words };

/** Null where the connection was refused or cut. */
export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string } | null> {
  try {
    const init = { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } };
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(20_000) });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return null;
  }
}
