import type { Clock } from '../domain/clock.js';
import { hostedFiles } from '../domain/hosted-files.js';
import type { StoredResult } from '../domain/result.js';
import { originOf } from '../domain/url-rules.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { OrderReading } from '../storage/order-store.js';
import type { SealedBox } from '../storage/sealed-box.js';
import type { WorkEngine } from '../work/work-engine.js';
import { newMirror, type MirrorState } from './mirror-state.js';
import type { SellerTools } from './seller-tools.js';

/** Downloads of one tool at once, in a lane of their own: they take none of the slots of its jobs and checks. */
const LANE_LIMIT = 2;

type MirroredOrder = Pick<OrderReading, 'order_id' | 'short_id' | 'run'>;

/** Lays down the work that fetches what a result only links to: one file a call, one after another. */
export class ScheduleMirrors {
  constructor(
    private readonly engine: WorkEngine,
    private readonly tools: Pick<SellerTools, 'mirrors'>,
    private readonly box: Pick<SealedBox, 'seal' | 'open'>,
    private readonly clock: Clock,
  ) {}

  /** In the transaction that completes an order, after its other work was ended; where its tool wants it. */
  async first(tx: Tx, order: MirroredOrder, result: StoredResult): Promise<void> {
    const [file] = hostedFiles(result);
    if (!file || !(await this.tools.mirrors(tx, order.short_id))) return;
    await this.lay(tx, order, file.url, newMirror(file.n, 0), this.clock.now());
  }

  /** Once a file is kept or given up: the one after it, if any. */
  async following(tx: Tx, order: MirroredOrder, result: StoredResult, { n, calls }: MirrorState): Promise<void> {
    const next = hostedFiles(result).find((file) => file.n > n);
    if (next) await this.lay(tx, order, next.url, newMirror(next.n, calls), this.clock.now());
  }

  /** `url` is where the call will go; the row before it is ended already, since each call may go to another origin. */
  async lay(tx: Tx, order: MirroredOrder, url: string, state: MirrorState, dueAt: number): Promise<void> {
    await this.engine.enqueue(tx, {
      ...{ kind: 'mirror', subject: order.order_id, lane: `mirror:${order.short_id}`, lane_limit: LANE_LIMIT },
      ...{ origin: originOf(url), run: order.run, due_at: dueAt, by_sweep: 0, state: JSON.stringify(state) },
    });
  }

  /** Where a redirect led, as the row of work keeps it. */
  seal(orderId: string, url: string): string {
    return this.box.seal(url, bind(orderId));
  }

  open(orderId: string, sealed: string): string {
    return this.box.open(sealed, bind(orderId));
  }
}

function bind(orderId: string): string {
  return `orders:${orderId}:mirror_url`;
}
