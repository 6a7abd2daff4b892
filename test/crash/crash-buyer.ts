import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { post, ROADS, type Road } from './crash-sellers.js';
import type { Steps } from './steps.js';

const PAUSE_MS = 75;
const TRIES = 800;

/** Orders as a marketplace does: where no answer comes, again with the same id, until there is one. */
export class CrashBuyer {
  readonly orderIds: string[] = [];
  /** What the order's first answer was: 202, or 200 where the one before it was cut. */
  readonly answers = new Map<string, number>();
  readonly surprises: string[] = [];
  /** POSTs that ended without an answer while the server went down. */
  cut = 0;
  private readonly placing: Promise<void>[] = [];

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly steps: Steps,
  ) {}

  /** Begins to place so many more orders, over the roads in turn. */
  begin(count: number): void {
    for (let i = 0; i < count; i++) {
      const orderId = randomUUID();
      const road = ROADS[this.orderIds.length % ROADS.length]!;
      this.orderIds.push(orderId);
      this.placing.push(this.place(orderId, road));
    }
  }

  /** Once every order that was begun has been answered. */
  async served(): Promise<void> {
    await Promise.all(this.placing);
  }

  private async place(orderId: string, road: Road): Promise<void> {
    const body = JSON.stringify({ order_id: orderId, short_id: road, inputs: { for: orderId } });
    for (let left = TRIES; left > 0; left--) {
      const answer = await post(`${this.url}/v1/orders`, body, { authorization: `Bearer ${this.token}` });
      if (answer?.status === 202 || answer?.status === 200) {
        this.answers.set(orderId, answer.status);
        return this.steps.take();
      }
      if (answer && answer.status !== 503) return void this.surprises.push(`${answer.status}: ${answer.text}`);
      this.cut += 1;
      await sleep(PAUSE_MS);
    }
    this.surprises.push(`${orderId} was never answered`);
  }
}
