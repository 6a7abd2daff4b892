import { MAX_BATCH_BYTES, readBatch } from '../domain/batch-answer.js';
import type { ByteBudget } from '../domain/byte-budget.js';
import type { Exchange, HttpCall } from '../domain/exchange.js';
import { callRetryOf } from '../domain/plan-retry.js';
import { originOf } from '../domain/url-rules.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { OrderReading } from '../storage/order-store.js';
import type { PreparedGroup } from '../work/work-kinds.js';
import { BatchBody } from './batch-body.js';
import { BatchOutcomes, type BatchMember } from './batch-outcomes.js';
import { BatchRests } from './batch-rests.js';
import type { CheckOutcomes } from './check-outcomes.js';
import { aloneTo, backToBatches, type CheckRoad } from './check-roads.js';
import type { CheckState } from './forward-state.js';
import type { JourneyParts } from './journey-parts.js';
import { readingOf } from './reading-of.js';
import type { ToolSettings } from './seller-tools.js';

const NO_MEMORY = 'The answer of the batch URL is longer than there was memory for.';

interface Asked {
  readonly work: WorkRow;
  readonly order: OrderReading;
}

type Broken = NonNullable<PreparedGroup['broken']>;

/** Asks a seller about many orders of a tool by one request (contract, section 3, `status_batch_url`). */
export class CheckBatches {
  private readonly outcomes: BatchOutcomes;
  private readonly rests = new BatchRests();

  constructor(
    private readonly parts: JourneyParts,
    outcomes: CheckOutcomes,
    private readonly bodies: Pick<ByteBudget, 'tryTake'>,
  ) {
    this.outcomes = new BatchOutcomes(parts, outcomes);
  }

  /** The call about those of these orders that still wait. An order that is due alone is asked singly, where it can be. */
  async prepare(works: readonly WorkRow[]): Promise<PreparedGroup | 'single' | null> {
    const asked = await this.stillOpen(works);
    const [first] = asked;
    if (!first) return null;
    const tool = await this.parts.tools.find(first.order.short_id);
    if (!tool) throw new Error(`Order ${first.order.order_id} is of a tool that is not there.`);
    if (works.length === 1 && this.singleAtSameOrigin(first, tool)) return 'single';
    const url = tool.statusBatchUrl;
    const { left, broken } = await this.sendAway(asked, tool);
    return url === null ? null : this.ready(left, tool, url, broken);
  }

  /** A check that was laid down to go alone, and cannot: its tool has nothing but a batch URL now. False where it has none. */
  async takeBack(work: WorkRow, tool: ToolSettings | null): Promise<boolean> {
    const road = tool && backToBatches(work, tool);
    if (!road) return false;
    await this.parts.unit.run((tx) => this.takeRoad(tx, work, road));
    return true;
  }

  /** Work whose order has gone on is ended. */
  private async stillOpen(works: readonly WorkRow[]): Promise<Asked[]> {
    const read = await Promise.all(
      works.map(async (work) => ({ work, order: await this.parts.orders.find(work.subject) })),
    );
    const open = read.filter(
      (one): one is Asked => one.order?.run === one.work.run && one.order.status === 'processing',
    );
    const over = works.filter((work) => !open.some((one) => one.work === work));
    if (over.length > 0)
      await this.parts.unit.run(async (tx) => {
        for (const work of over) await this.parts.engine.finish(tx, work);
      });
    return open;
  }

  /** Its place was counted at the origin of the batch URL. */
  private singleAtSameOrigin({ work, order }: Asked, tool: ToolSettings): boolean {
    const url = this.parts.checks.urls.next(order, tool, stateOf(work));
    return url !== null && originOf(url) === work.origin;
  }

  /** While the batch URL is no good, those that can be asked singly are, each in a place of its own; answers who is left. */
  private async sendAway(asked: readonly Asked[], tool: ToolSettings): Promise<{ left: Asked[]; broken: Broken }> {
    const { statusBatchUrl: batchUrl, shortId } = tool;
    const isResting = batchUrl === null || this.rests.isResting(shortId, batchUrl, this.parts.clock.elapsed());
    // Where a result stands at a URL of its own, it is asked for there.
    const leaving = asked.filter(({ work }) => isResting || stateOf(work).resultUrl);
    const { made, broken } = await eachOf(leaving, async (one) => {
      const url = this.parts.checks.urls.next(one.order, tool, stateOf(one.work));
      return { one, road: url === null && batchUrl !== null ? null : aloneTo(url ?? tool.jobUrl) };
    });
    const gone = made.filter(({ road }) => road !== null);
    if (gone.length > 0)
      await this.parts.unit.run(async (tx) => {
        for (const { one, road } of gone) if (road) await this.takeRoad(tx, one.work, road);
      });
    const apart = new Set([...gone.map(({ one }) => one.work), ...broken.map(({ work }) => work)]);
    return { left: asked.filter(({ work }) => !apart.has(work)), broken };
  }

  /** Due as it was; were the clock set back meanwhile, due now. */
  private async takeRoad(tx: Tx, work: WorkRow, group: CheckRoad): Promise<void> {
    const dueAt = Math.min(work.due_at, this.parts.clock.now());
    const next = { dueAt, bySweep: work.by_sweep === 1, state: work.state, group };
    await this.parts.engine.reschedule(tx, work, next);
  }

  private async ready(
    asked: readonly Asked[],
    tool: ToolSettings,
    url: string,
    before: Broken,
  ): Promise<PreparedGroup | null> {
    const { made: members, broken: after } = await eachOf(asked, (one) => this.member(one, tool, url));
    const broken = [...before, ...after];
    const [first] = members;
    if (!first && broken[0]) throw broken[0].error;
    if (!first) return null;
    const sinks: BatchBody[] = [];
    const make = (): PreparedGroup => {
      const sink = new BatchBody(this.bodies);
      sinks.push(sink);
      const call = this.callFor(members, first, url, sink);
      return {
        ...{ call, works: members.map(({ work }) => work), close: () => sinks.forEach((one) => one.release()) },
        hear: (exchange, startedAt) =>
          this.hear(members, call, sink.isCrowded ? tooLong(exchange) : exchange, startedAt),
      };
    };
    const until = Math.min(...members.map(({ order }) => order.deadline_at));
    const again = tool.poll.retry && { rule: callRetryOf(tool.poll.retry), make, until };
    return { ...make(), broken, ...(again && { again }) };
  }

  private callFor(members: readonly BatchMember[], first: BatchMember, url: string, sink: BatchBody): HttpCall {
    const ids = members.map(({ order }) => order.order_id);
    return {
      ...{ method: 'POST', url, body: JSON.stringify({ order_ids: ids }), trust: 'stranger', sink },
      headers: { ...first.headers, 'content-type': 'application/json' },
      ...{ timeoutMs: this.parts.timeoutMs, maxBytes: MAX_BATCH_BYTES },
    };
  }

  private async member({ work, order }: Asked, tool: ToolSettings, url: string): Promise<BatchMember> {
    const old = stateOf(work);
    const state = await this.parts.checks.withClass(order, tool, { ...old, checks: old.checks + 1 });
    const { headers, secrets } = await this.parts.requests.check(order, tool, url);
    return { work, order, tool, state, headers, secrets, singleUrl: this.parts.checks.urls.of(order, tool) };
  }

  private hear(members: readonly BatchMember[], call: HttpCall, exchange: Exchange, startedAt: number) {
    const ids = members.map(({ order }) => order.order_id);
    const tool = members[0]?.tool;
    if (!tool) throw new Error('A batch was asked about nothing.');
    const reading = readBatch(exchange, ids, readingOf(tool, null, call.url));
    const answer = { call, exchange, reading, startedAt, members: members.length };
    this.remember(members[0], call.url, answer.reading);
    return (work: WorkRow) => {
      const member = members.find((one) => one.work === work);
      if (!member) throw new Error(`Work ${work.work_id} was not asked for in this batch.`);
      return this.outcomes.settle(member, answer, member === members[0]);
    };
  }

  private remember(member: BatchMember | undefined, url: string, reading: ReturnType<typeof readBatch>): void {
    if (!member) return;
    const { shortId } = member.tool;
    if (reading.kind === 'read') this.rests.worked(shortId, url);
    const refused = reading.kind === 'singly' && reading.refused;
    const isTooLarge = reading.kind === 'singly' && reading.outcome === 'too_large';
    if (refused || isTooLarge || (reading.kind === 'wait' && reading.broken))
      this.rests.failed(shortId, url, this.parts.clock.elapsed(), refused);
  }
}

/** Does something for each; one that our own code fails on keeps no other from it. */
async function eachOf<T>(asked: readonly Asked[], act: (one: Asked) => Promise<T>) {
  const [made, broken]: [T[], { work: WorkRow; error: unknown }[]] = [[], []];
  const ended = await Promise.allSettled(asked.map(act));
  for (const [i, { work }] of asked.entries()) {
    const end = ended[i];
    if (end?.status === 'fulfilled') made.push(end.value);
    else broken.push({ work, error: end?.reason });
  }
  return { made, broken };
}

function stateOf(work: WorkRow): CheckState {
  return JSON.parse(work.state) as CheckState;
}

function tooLong({ status, durationMs }: Exchange): Exchange {
  const seen = status === undefined ? {} : { status };
  return { ...{ kind: 'unanswered', failure: 'too_large', message: NO_MEMORY, sentFully: true, durationMs }, ...seen };
}
