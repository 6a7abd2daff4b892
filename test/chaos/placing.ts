import { setTimeout as sleep } from 'node:timers/promises';
import { callApi } from '../support/roundtrip.js';
import type { ScriptedSeller } from '../support/scripted-seller.js';
import { ROADS, type ChaosOrder } from './chaos-orders.js';
import type { ChaosSellers } from './chaos-sellers.js';
import type { Doors } from './doors.js';

/** For every so many orders one call is laid down for an hour later: its work has to stay, with its job, through everything. */
const FAR_ONE_IN = 20;
const HOUR_MS = 3_600_000;

export interface PlacingParts {
  readonly doors: Doors;
  /** One of the API's addresses, for what is done before the first kill. */
  readonly url: string;
  readonly token: string;
  readonly sellers: readonly ScriptedSeller[];
  readonly shop: ChaosSellers;
}

/** The marketplace's side of a campaign: it registers the tools, and places the orders through doors that come and go. */
export class Placing {
  /** Orders whose POST was answered by a yes. */
  readonly answered = new Set<string>();
  readonly findings: string[] = [];
  farJobs = 0;

  constructor(private readonly parts: PlacingParts) {}

  async register(): Promise<void> {
    const { shop, sellers } = this.parts;
    const { seller_id } = await this.made<{ seller_id: string }>('/v1/sellers', { name: 'Chaos' });
    for (const [nth, road] of ROADS.entries()) {
      const seller = sellers[nth]!;
      shop.serve(seller, road);
      const asked = road === 'check' || road === 'both';
      const tool = await this.made<{ callback_secret: string }>('/v1/tools', {
        ...{ seller_id, short_id: road, name: road, job_url: seller.url(`/${road}/job`) },
        ...{ auth_headers: { 'x-key': 'of-the-chaos' }, max_concurrency: 50 },
        ...(asked
          ? { status_url: seller.url(`/${road}/status/{order_id}`), poll: { strategy: 'fixed', interval_s: 1 } }
          : {}),
      });
      shop.callbackSecrets.set(road, tool.callback_secret);
    }
  }

  /** One each `everyMs`. */
  async placeAll(orders: readonly ChaosOrder[], everyMs: number): Promise<void> {
    const placing: Promise<void>[] = [];
    for (const [nth, order] of orders.entries()) {
      placing.push(this.place(order));
      if (nth % FAR_ONE_IN === 0) placing.push(this.layFar(nth));
      await sleep(everyMs);
    }
    await Promise.all(placing);
  }

  /** As a marketplace does: where no answer comes, again with the same id, until there is one. */
  private async place({ orderId, road }: ChaosOrder): Promise<void> {
    const answer = await this.post('/v1/orders', { order_id: orderId, short_id: road, inputs: { for: orderId } });
    if (answer?.status === 202 || answer?.status === 200) this.answered.add(orderId);
    else this.findings.push(`the POST of ${orderId} was answered ${answer?.status}: ${answer?.text}`);
  }

  private async layFar(nth: number): Promise<void> {
    const wish = {
      url: this.parts.sellers[0]!.url('/far'),
      scheduled_at: new Date(Date.now() + HOUR_MS).toISOString(),
      idempotency_key: `far-${nth}`,
    };
    const answer = await this.post('/jobs', wish);
    if (answer && answer.status < 300) this.farJobs += 1;
    else this.findings.push(`a job of an hour later was answered ${answer?.status}: ${answer?.text}`);
  }

  private post(path: string, body: object) {
    return this.parts.doors.post(path, JSON.stringify(body), { authorization: `Bearer ${this.parts.token}` });
  }

  private async made<T>(path: string, body: object): Promise<T> {
    const { url, token } = this.parts;
    const { status, text, body: made } = await callApi(url, token, 'POST', path, body);
    if (status !== 201) throw new Error(`POST ${path} answered ${status}: ${text}`);
    return made as T;
  }
}
