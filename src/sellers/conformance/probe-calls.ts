import { randomBytes } from 'node:crypto';
import type { Clock } from '../../domain/clock.js';
import type { ProbeName } from '../../domain/conformance/evidence.js';
import type { HttpCall } from '../../domain/exchange.js';
import { newOrderId } from '../../domain/ids.js';
import type { Reading } from '../../domain/reading.js';
import { secretsOfUrl } from '../../domain/scrub.js';
import { fillStatusUrl } from '../../domain/url-rules.js';
import type { SellerRequests } from '../../orders/job-request.js';
import { readingOf } from '../../orders/reading-of.js';
import type { ToolSettings } from '../../orders/seller-tools.js';
import type { StatusUrls } from '../../orders/status-urls.js';
import type { OrderStore, WholeOrder } from '../../storage/order-store.js';

/** Most bytes of an answer that are read; results are taken by the orders' own journey, whose limits are wider. */
const MOST_BYTES = 4 * 1024 * 1024;
const HOUR_MS = 3_600_000;
const SOME_FILE_BYTES = 65_536;

export interface ProbeCallParts {
  readonly orders: OrderStore;
  readonly requests: SellerRequests;
  readonly urls: StatusUrls;
  readonly clock: Clock;
  readonly timeouts: { readonly checkMs: number; readonly forwardMs: number };
}

/** What a probe is about. */
export interface ProbeSubject {
  readonly tool: ToolSettings;
  readonly inputs: string;
  /** The order that was placed; its id is known before. */
  readonly orderId: string;
  /** The validator that the last answer bore. */
  readonly etag: string | null;
  /** Where the order's result stands. */
  readonly resultUrl: string | null;
}

export interface ProbeCall {
  readonly call: HttpCall;
  readonly secrets: readonly string[];
  readonly reading: Reading | null;
}

/** Makes the calls of a test, as the journey would make them, and as a stranger would. */
export class ProbeCalls {
  constructor(private readonly parts: ProbeCallParts) {}

  /** Null where the tool has nothing that could be asked so. */
  async make(probe: ProbeName, subject: ProbeSubject): Promise<ProbeCall | null> {
    if (probe === 'result_url') return this.result(subject);
    if (probe === 'batch') return this.batch(subject);
    return probe.startsWith('job_') ? this.job(probe, subject) : this.status(probe, subject);
  }

  private async job(probe: ProbeName, subject: ProbeSubject): Promise<ProbeCall> {
    const { tool, orderId } = subject;
    const again = probe === 'job_again' ? await this.parts.orders.findWhole(orderId) : null;
    const order = again ?? this.strayOrder(subject);
    const signedAt = this.parts.clock.now() - (probe === 'job_old_signature' ? HOUR_MS : 0);
    const { body, headers, secrets } = await this.parts.requests.job(order, tool, signedAt);
    const own = (await this.parts.requests.check(order, tool, tool.jobUrl)).headers;
    const call: HttpCall = {
      ...{ method: 'POST', url: tool.jobUrl, body, headers: spoil(probe, headers, own) },
      ...{ timeoutMs: this.parts.timeouts.forwardMs, maxBytes: MOST_BYTES, trust: 'stranger', freshConnection: true },
    };
    return { call, secrets, reading: null };
  }

  /** An order that nobody placed: a seller that takes the call all the same calls back about it in vain. */
  private strayOrder({
    inputs,
  }: ProbeSubject): Pick<WholeOrder, 'order_id' | 'run' | 'inputs' | 'created_at' | 'is_test'> {
    return { order_id: newOrderId(), run: 1, inputs, created_at: this.parts.clock.now(), is_test: 1 };
  }

  private async status(probe: ProbeName, subject: ProbeSubject): Promise<ProbeCall | null> {
    const { tool, orderId, etag } = subject;
    const order = probe === 'status_unknown' ? null : await this.parts.orders.find(orderId);
    const id = newOrderId();
    const url = order ? this.parts.urls.of(order, tool) : tool.statusUrl && fillStatusUrl(tool.statusUrl, id, id);
    if (!url) return null;
    const { headers, secrets } = await this.parts.requests.check({ order_id: orderId }, tool, url);
    const conditional: Record<string, string> =
      probe === 'status_validated' && etag !== null ? { 'if-none-match': etag } : {};
    return {
      call: this.get(url, { ...spoil(probe, headers, headers), ...conditional }),
      ...{ secrets, reading: readingOf(tool, null, url) },
    };
  }

  private async batch({ tool, orderId }: ProbeSubject): Promise<ProbeCall | null> {
    const url = tool.statusBatchUrl;
    if (url === null) return null;
    const { headers, secrets } = await this.parts.requests.check({ order_id: orderId }, tool, url);
    const body = JSON.stringify({ order_ids: [orderId] });
    const call = this.get(url, { ...headers, 'content-type': 'application/json' });
    return { call: { ...call, method: 'POST', body }, secrets, reading: readingOf(tool, null, url) };
  }

  /** Asked as a buyer would: without the seller's headers. The beginning will do. */
  private async result({ resultUrl }: ProbeSubject): Promise<ProbeCall | null> {
    if (resultUrl === null) return null;
    const headers = { accept: '*/*', 'accept-encoding': 'identity', range: `bytes=0-${SOME_FILE_BYTES - 1}` };
    const call = {
      ...this.get(resultUrl, headers),
      timeoutMs: this.parts.timeouts.forwardMs,
      maxBytes: SOME_FILE_BYTES,
    };
    return { call, secrets: secretsOfUrl(resultUrl), reading: null };
  }

  private get(url: string, headers: Readonly<Record<string, string>>): HttpCall {
    const { checkMs } = this.parts.timeouts;
    return { method: 'GET', url, headers, timeoutMs: checkMs, maxBytes: MOST_BYTES, trust: 'stranger' };
  }
}

const SIGNATURE = /^webhook-/;

/** The headers, without what a stranger would not have. `own`: among which the seller's own are. */
function spoil(
  probe: ProbeName,
  headers: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const isAuth = (name: string) => name in own && !COMMON.has(name.toLowerCase());
  const entries = Object.entries(headers);
  if (probe === 'job_no_auth' || probe === 'status_no_auth')
    return Object.fromEntries(entries.filter(([name]) => !isAuth(name)));
  if (probe === 'job_wrong_auth' || probe === 'status_wrong_auth')
    return Object.fromEntries(entries.map(([name, value]) => [name, isAuth(name) ? wrong(value) : value]));
  if (probe === 'job_unsigned') return Object.fromEntries(entries.filter(([name]) => !SIGNATURE.test(name)));
  if (probe === 'job_bad_signature')
    return { ...headers, 'webhook-signature': `v1,${randomBytes(32).toString('base64')}` };
  return headers;
}

/** What we send with every check: no secret of the seller's. */
const COMMON: ReadonlySet<string> = new Set(['accept', 'accept-encoding']);

/** A value of the same make that is not the seller's: its scheme stays. */
function wrong(value: string): string {
  const scheme = /^(\S+ )?/.exec(value)?.[1] ?? '';
  return `${scheme}${randomBytes(12).toString('hex')}`;
}
