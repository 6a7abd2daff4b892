import { expect } from '@jest/globals';
import type { CallDetails } from '../../src/domain/call-details.js';
import { eventually } from '../support/eventually.js';
import type { Delivery } from '../support/marketplace.js';
import type { Answer } from '../support/roundtrip.js';
import type { CallbackOptions, JourneyTool } from './journey-tool.js';

export interface OrderJson {
  readonly order_id: string;
  readonly run: number;
  readonly status: string;
  readonly progress: number | null;
  readonly message: string | null;
  readonly result: ResultJson | null;
  readonly error: { code: string; message: string; hint: string | null } | null;
  readonly delivered_by: string | null;
  readonly created_at: string;
  readonly forwarded_at: string | null;
  readonly completed_at: string | null;
  readonly updated_at: string;
  readonly deadline_at: string;
  readonly next_check_at: string | null;
  readonly attempts: number;
}

export interface ResultJson {
  readonly output_type: string;
  readonly text?: string;
  readonly url?: string;
  readonly mirrored?: true;
  readonly files: FileJson[];
}

export interface FileJson {
  readonly n: number;
  readonly filename: string;
  readonly mime_type: string | null;
  readonly detected_type: string | null;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly download_url: string | null;
  readonly url?: string;
}

export type AttemptKind = 'forward' | 'check' | 'callback' | 'notify' | 'mirror';

export interface Attempt {
  readonly attempt_id: string;
  readonly kind: AttemptKind;
  readonly run: number | null;
  readonly attempt_num: number;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly method: string;
  readonly url: string;
  readonly status_code: number | null;
  readonly outcome: string;
  readonly error: string | null;
  readonly request_id: string | null;
  readonly response_excerpt: string | null;
  readonly details: CallDetails | null;
  readonly repeated: number;
  readonly first_at: string;
  readonly last_at: string;
}

export interface TimelineEvent {
  readonly event_id: string;
  readonly at: string;
  readonly run: number;
  readonly type: 'status' | 'progress' | 'note';
  readonly from: string | null;
  readonly to: string | null;
  readonly progress: number | null;
  readonly message: string | null;
  readonly cause: { readonly kind: string; readonly attempt_id?: string; readonly actor?: string };
}

/** A placed order, as the marketplace and the operator follow it. */
export class JourneyOrder {
  constructor(
    readonly tool: JourneyTool,
    readonly id: string,
  ) {}

  get path(): string {
    return `/v1/orders/${this.id}`;
  }

  async read(): Promise<OrderJson> {
    return (await this.tool.journey.api('GET', this.path)).body as OrderJson;
  }

  /** The order once it has this status (in this run, where one is named). */
  becomes(status: string, run?: number): Promise<OrderJson> {
    return eventually(async () => {
      const order = await this.read();
      const isSo = order.status === status && (run === undefined || order.run === run);
      if (!isSo) throw new Error(`It is ${order.status} in run ${order.run}: ${JSON.stringify(order.error)}`);
      return order;
    });
  }

  /** Every call made or received for it, of one kind where that is asked; oldest first. */
  async attempts(kind?: AttemptKind): Promise<Attempt[]> {
    return (await this.attemptRows(kind)).flatMap(eachOf);
  }

  /** The same as they are listed: equal checks in a row are one. */
  async attemptRows(kind?: AttemptKind): Promise<Attempt[]> {
    const all = (await this.pages(`${this.path}/attempts`, 'attempts')) as Attempt[];
    return all.reverse().filter((attempt) => kind === undefined || attempt.kind === kind);
  }

  /** The nth call of a kind (from 1), once it is recorded. */
  attempt(kind: AttemptKind, n: number): Promise<Attempt> {
    return eventually(async () => (await this.attempts(kind))[n - 1]);
  }

  async outcomes(kind: AttemptKind): Promise<string[]> {
    return (await this.attempts(kind)).map((attempt) => attempt.outcome);
  }

  async events(): Promise<TimelineEvent[]> {
    return (await this.pages(`${this.path}/events`, 'events')) as TimelineEvent[];
  }

  /** The statuses that the timeline tells, oldest first, each linked to the one before. */
  async timeline(): Promise<string[]> {
    const changes = (await this.events()).filter((event) => event.type === 'status');
    changes.forEach((event, i) => expect(event.from).toBe(changes[i - 1]?.to ?? null));
    return changes.map((event) => event.to ?? '');
  }

  /** Lets time pass up to its next check, and gives back what came of it. */
  async checked(): Promise<Attempt> {
    const before = (await this.attempts('check')).length;
    const { next_check_at } = await this.read();
    if (next_check_at === null) throw new Error('No check is laid down for this order.');
    this.tool.journey.clock.advanceTo(Date.parse(next_check_at));
    return this.attempt('check', before + 1);
  }

  /** Lets time pass up to its next forward, and gives back what came of it. */
  async forwardedAgain(): Promise<Attempt> {
    const before = (await this.attempts('forward')).length;
    this.tool.journey.clock.advanceTo(await this.dueAt('forward'));
    return this.attempt('forward', before + 1);
  }

  /** When waiting work of this order is due, epoch milliseconds. */
  async dueAt(kind: 'forward' | 'check' | 'notify' | 'mirror'): Promise<number> {
    const subject = kind === 'notify' ? `marketplace/order/${this.id}` : this.id;
    const found = await eventually(async () => {
      const work = await this.tool.journey.roundtrip.rooms.engineRoom.work.find(kind, subject);
      return work?.claim === 0 ? work : null;
    });
    return found.due_at;
  }

  /** Waits until the marketplace has been told all there is: each message is an attempt, and ends a row of equal checks. */
  async isTold(): Promise<void> {
    const { work } = this.tool.journey.roundtrip.rooms.engineRoom;
    await eventually(async () => (await work.find('notify', `marketplace/order/${this.id}`)) === null);
  }

  /** Kinds of work that is still open for it: what it would do next. */
  async dueWork(): Promise<string[]> {
    const { work } = this.tool.journey.roundtrip.rooms.engineRoom;
    const found = [await work.find('forward', this.id), await work.find('check', this.id)];
    return found.flatMap((row) => (row === null ? [] : [row.kind]));
  }

  act(action: string, body?: unknown, status = 200): Promise<Answer> {
    return this.tool.journey.api('POST', `${this.path}/${action}`, body, status);
  }

  cancel(): Promise<Answer> {
    return this.act('cancel');
  }

  /** Sends it again, as its next run. */
  async retry(): Promise<void> {
    await this.act('retry', undefined, 202);
  }

  callback(body: object, options?: CallbackOptions): Promise<Answer> {
    return this.tool.callback({ order_id: this.id, ...body }, options);
  }

  /** Messages that the marketplace took, oldest first. */
  get told(): Delivery[] {
    return this.tool.journey.marketplace.eventsOf(this.id);
  }

  /** Types of what the marketplace took, once the last of them is this one. */
  async toldUpTo(type: string): Promise<string[]> {
    await eventually(() => this.told.some((event) => event.type === type));
    return this.told.map((event) => event.type);
  }

  /** Once the marketplace has been told of everything, and that is written down. */
  async noticed(): Promise<void> {
    const { work } = this.tool.journey.roundtrip.rooms.engineRoom;
    await eventually(async () => (await work.find('notify', `marketplace/order/${this.id}`)) === null);
  }

  private async pages(path: string, name: string): Promise<unknown[]> {
    const all: unknown[] = [];
    for (let cursor = ''; ;) {
      const { body } = await this.tool.journey.api('GET', `${path}?limit=100${cursor}`);
      all.push(...(body[name] as unknown[]));
      if (body.next_cursor === null) return all;
      cursor = `&cursor=${encodeURIComponent(body.next_cursor as string)}`;
    }
  }
}

/** The calls that one row stands for; when those between the first and the last began is not kept. */
function eachOf(row: Attempt): Attempt[] {
  return Array.from({ length: row.repeated }, (_, n) => ({
    ...row,
    attempt_num: row.attempt_num + n,
    started_at: n === 0 ? row.first_at : row.last_at,
  }));
}
