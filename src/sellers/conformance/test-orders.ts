import { readBatch } from '../../domain/batch-answer.js';
import type { Caller } from '../../domain/caller.js';
import type { Evidence, ProbeAnswer, ProbeName } from '../../domain/conformance/evidence.js';
import type { Exchange } from '../../domain/exchange.js';
import { Problem } from '../../domain/problem.js';
import type { CancelOrder } from '../../orders/cancel-order.js';
import type { CheckNow } from '../../orders/check-now.js';
import { readingOf } from '../../orders/reading-of.js';
import type { ReceiveOrder } from '../../orders/receive-order.js';
import type { SellerTools, ToolSettings } from '../../orders/seller-tools.js';
import type { ConformanceTestRow } from '../../storage/entities/conformance-test.js';
import { readStory, type StoryParts } from './read-story.js';
import type { TestTurn } from './run-test.js';
import type { TestSettings } from './test-settings.js';

/** In whose name test orders are placed. */
const TESTER: Caller = { role: 'operator', tokenId: 'conformance', name: 'conformance test', sellerId: null };
/** An order outlives the patience that it is waited for with. */
const MORE_S = 120;

export interface TestOrdersParts extends StoryParts {
  readonly tools: Pick<SellerTools, 'find'>;
  readonly receive: ReceiveOrder;
  readonly checkNow: CheckNow;
  readonly cancel: CancelOrder;
}

/** The two orders of a test, on the road of every order. */
export class TestOrders {
  constructor(private readonly parts: TestOrdersParts) {}

  tool(shortId: string): Promise<ToolSettings | null> {
    return this.parts.tools.find(shortId);
  }

  /** What was found, with the orders as they stand now. */
  async evidenceOf(test: ConformanceTestRow, settings: TestSettings, tool: ToolSettings): Promise<Evidence> {
    const kept = JSON.parse(test.evidence) as Partial<Evidence>;
    return {
      tool: factsOf(tool),
      probes: kept.probes ?? {},
      good: await readStory(this.parts, settings.good_id),
      failing: await readStory(this.parts, settings.failing_id),
      isOver: false,
    };
  }

  /** 400 where the tool's schema refuses the inputs. */
  async place(which: 'good' | 'failing', { settings, tool }: TestTurn): Promise<void> {
    const [order_id, inputs] =
      which === 'good' ? [settings.good_id, settings.inputs] : [settings.failing_id, settings.failing_inputs];
    const deadline_s = settings.patience_s + MORE_S;
    await this.parts.receive.receive(
      { short_id: tool.shortId, order_id, inputs, is_test: true, deadline_s },
      [],
      TESTER,
    );
  }

  /** Also where there is nothing to look at any more. */
  async check(which: 'good' | 'failing', { settings }: TestTurn): Promise<void> {
    await unlessRefused(this.parts.checkNow.check(which === 'good' ? settings.good_id : settings.failing_id));
  }

  /** What of them is still open is not waited for any more. */
  async end({ good_id, failing_id }: Pick<TestSettings, 'good_id' | 'failing_id'>): Promise<void> {
    for (const orderId of [good_id, failing_id]) await unlessRefused(this.parts.cancel.cancel(orderId, TESTER.name));
  }

  /** Of the batch URL's answer: whether it tells of the order. */
  readBatch(probe: ProbeName, { tool, settings }: TestTurn, exchange: Exchange, answer: ProbeAnswer): ProbeAnswer {
    if (probe !== 'batch' || exchange.kind === 'unanswered' || tool.statusBatchUrl === null) return answer;
    const read = readBatch(exchange, [settings.good_id], readingOf(tool, null, tool.statusBatchUrl));
    if (read.kind !== 'read') return { ...answer, said: 'unread', problem: read.problem };
    return { ...answer, said: read.said.has(settings.good_id) ? 'named' : 'unnamed', problem: null };
  }
}

function factsOf(tool: ToolSettings): Evidence['tool'] {
  return {
    hasStatusUrl: tool.statusUrl !== null,
    hasBatchUrl: tool.statusBatchUrl !== null,
    asksByRemoteId: tool.statusUrl?.includes('{remote_id}') ?? false,
    callbackAuth: tool.callbackAuth,
    shortestGapS: tool.poll.strategy === 'fixed' || tool.poll.strategy === 'exponential' ? tool.poll.interval_s : null,
  };
}

async function unlessRefused(act: Promise<unknown>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}
