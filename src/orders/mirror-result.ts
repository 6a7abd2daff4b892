import type { Exchange, HttpCall } from '../domain/exchange.js';
import type { HostedFile } from '../domain/hosted-files.js';
import { newId } from '../domain/ids.js';
import { judgeMirror, type MirrorVerdict } from '../domain/mirror-answer.js';
import { MAX_UPLOAD_BYTES } from '../domain/prepare-body.js';
import { secretsOfUrl } from '../domain/scrub.js';
import { originOf } from '../domain/url-rules.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { OrderReading } from '../storage/order-store.js';
import type { AttemptReport, Prepared, WorkHandler } from '../work/work-kinds.js';
import { attemptOf } from './attempt-record.js';
import { MirrorOutcomes, type MirrorParts } from './mirror-outcomes.js';
import { MirrorSink } from './mirror-sink.js';
import { hostedFileOf, type MirrorState } from './mirror-state.js';
import type { ToolSettings } from './seller-tools.js';
import type { Staging } from './staging.js';
import { triedUntilNow } from './tried-time.js';

/** What one file may be and take (contract, section 3). */
export interface MirrorLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly minBytesPerSecond: number;
}

export const MIRROR_LIMITS: MirrorLimits = {
  maxBytes: MAX_UPLOAD_BYTES,
  timeoutMs: 900_000,
  minBytesPerSecond: 16_384,
};

/** Tried again as if the file's server had been away: at growing distances, so that a full disk is not filled again and again. */
const UNKEPT = 'It could not be kept here: storage takes nothing at the moment.';

export interface MirrorContext {
  readonly order: OrderReading;
  readonly tool: ToolSettings;
  readonly file: HostedFile;
  readonly state: MirrorState;
  readonly secrets: readonly string[];
  readonly sink: MirrorSink;
  readonly staging: Staging;
}

/**
 * Fetches the files that a completed result only links to, so that they outlive their server (contract, section 3,
 * `mirror_result_url`). One call a redirect and file; the order itself waits for none of them.
 */
export class MirrorResult implements WorkHandler<MirrorContext> {
  readonly kind = 'mirror';
  private readonly outcomes: MirrorOutcomes;

  constructor(
    private readonly parts: MirrorParts,
    private readonly limits: MirrorLimits = MIRROR_LIMITS,
  ) {
    this.outcomes = new MirrorOutcomes(parts);
  }

  async prepare(work: WorkRow): Promise<Prepared<MirrorContext> | null> {
    const old = JSON.parse(work.state) as MirrorState;
    const order = await this.parts.orders.find(work.subject);
    const tool = order && (await this.parts.tools.find(order.short_id));
    const file = order && hostedFileOf(order, work.run, old.n);
    if (!order || !file || !tool?.mirrorResultUrl || tool.deleted) return this.drop(work);
    const url = old.redirect ? this.parts.mirrors.open(order.order_id, old.redirect.url) : file.url;
    const staging = this.parts.stage.open();
    const sink = new MirrorSink(staging);
    const headers = { ...(await this.ownHeaders(tool, url)), accept: '*/*', 'accept-encoding': 'identity' };
    const call: HttpCall = { method: 'GET', url, headers, ...this.limits, sink, trust: 'stranger' };
    const secrets = await this.secretsOf(order, tool, [file.url, url]);
    return { call, context: { order, tool, file, state: this.counted(old), secrets, sink, staging } };
  }

  async settle(
    work: WorkRow,
    ready: Prepared<MirrorContext>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    try {
      return await this.judge(work, withNamedUrl(ready, exchange), exchange, startedAt);
    } finally {
      await ready.context.staging.clear();
    }
  }

  /** A fetch that was aborted while stopping is made again, from its first byte on. */
  settlesAborted(): boolean {
    return false;
  }

  private async judge(
    work: WorkRow,
    { call, context }: Prepared<MirrorContext>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    const { order, tool, state, secrets } = context;
    const attemptId = newId('att');
    const { count: redirects, at } = state.redirect ?? { count: 0, at: startedAt };
    const verdict: MirrorVerdict = context.sink.isUnkept
      ? { kind: 'retry', outcome: 'connection_error', problem: UNKEPT }
      : judgeMirror(exchange, { url: call.url, redirects, sinceRedirectMs: startedAt - at });
    const settled = await this.outcomes.settle(verdict, {
      ...{ work, context, exchange, attemptId },
      record: async (tx, outcome, problem, excerpt) => {
        const facts = {
          ...{ attemptId, kind: 'mirror' as const, orderId: order.order_id, shortId: tool.shortId, run: work.run },
          ...{ attemptNum: state.calls, startedAt, method: call.method, url: call.url, sent: call, requestId: null },
          ...{ outcome, problem },
        };
        const row = attemptOf(facts, exchange, secrets);
        await this.parts.attempts.add(tx, excerpt ? row : { ...row, response_excerpt: null, details: undefined });
      },
    });
    return { ...settled, orderId: order.order_id, shortId: tool.shortId };
  }

  /** One more call; and one more try, unless a redirect led here. */
  private counted(old: MirrorState): MirrorState {
    const calls = old.calls + 1;
    const tried = triedUntilNow(old, this.parts.clock);
    return { ...old, calls, tried, tries: old.redirect ? old.tries : old.tries + 1 };
  }

  /** The seller's headers go to the origin that it gave them for, and nowhere else. */
  private async ownHeaders(tool: ToolSettings, url: string): Promise<Readonly<Record<string, string>>> {
    return originOf(url) === originOf(tool.jobUrl) ? this.parts.tools.openHeaders(tool) : {};
  }

  private async secretsOf(order: OrderReading, tool: ToolSettings, urls: readonly string[]): Promise<string[]> {
    const known = await this.parts.requests.secretsOf(order.order_id, tool, '');
    return [...known, ...urls.flatMap(secretsOfUrl)];
  }

  /** The order was erased, or its tool wants this no more: the rest stays where it is. */
  private async drop(work: WorkRow): Promise<null> {
    await this.parts.unit.run((tx) => this.parts.engine.finish(tx, work));
    return null;
  }
}

/** The query of the URL that a redirect leads to is a secret as well, also in this very answer. */
function withNamedUrl(ready: Prepared<MirrorContext>, exchange: Exchange): Prepared<MirrorContext> {
  const location = exchange.kind === 'answered' ? exchange.headers['location'] : undefined;
  if (location === undefined) return ready;
  const secrets = [...ready.context.secrets, ...secretsOfUrl(location)];
  return { ...ready, context: { ...ready.context, secrets } };
}
