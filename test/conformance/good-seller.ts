import { createHash, createHmac } from 'node:crypto';
import { eventually } from '../support/eventually.js';
import type { Journey } from '../journeys/journey.js';
import type { JourneyTool } from '../journeys/journey-tool.js';
import type { SellerReply, SellerRequest } from '../support/scripted-seller.js';

interface Job {
  readonly inputs: Record<string, unknown>;
  isBegun: boolean;
  body: Record<string, unknown>;
}

export interface GoodSellerOptions {
  readonly roads?: readonly ('callback' | 'check')[];
  /** From the job to its end. */
  readonly workMs?: number;
  /** It works on until it has been asked how it goes. */
  readonly untilAsked?: boolean;
  /** What a test breaks: changes each answer of the status URL, or of the job URL. */
  readonly status?: (reply: SellerReply, request: SellerRequest) => SellerReply;
  readonly job?: (reply: SellerReply, request: SellerRequest) => SellerReply;
  readonly tool?: object;
  readonly callbacks?: number;
  /** What becomes of an order in place of its good end; null: nothing ever. */
  readonly end?: (body: Record<string, unknown>) => Record<string, unknown> | null;
  /** Every job POST is a job, also of an order that it has. */
  readonly forgets?: boolean;
  /** By what its work ends and signatures are old; the machine's by default. */
  readonly now?: () => number;
}

/** A seller who does everything as the contract has it, on a journey's scripted server; a test breaks what it looks for. */
export async function goodSeller(journey: Journey, options: GoodSellerOptions = {}): Promise<JourneyTool> {
  const {
    roads = ['callback', 'check'],
    workMs = 300,
    status = same,
    job = same,
    callbacks = 1,
    end: ended = whole,
    forgets,
    untilAsked = false,
    now = () => Date.now(),
  } = options;
  const tool = await journey.tool({ ...(roads.includes('check') ? {} : { status_url: null }), ...options.tool });
  const jobs = new Map<string, Job>();
  let made = 0;
  const key = `key-of-${tool.shortId}`;
  const isKnown = ({ headers }: SellerRequest) => Object.values(headers).some((value) => value?.includes(key));

  tool.onJob((request) => job(take(request), request));
  tool.onStatus((request) => status(tell(request), request));
  return tool;

  function take(request: SellerRequest): SellerReply {
    if (!isKnown(request) || !isSigned(request, tool.json.signing_secret, now()))
      return { status: 401, body: { error: 'Who are you?' } };
    const { order_id, inputs = {} } = request.json<{ order_id: string; inputs?: Record<string, unknown> }>();
    if (forgets || !jobs.has(order_id)) {
      jobs.set(order_id, { inputs, isBegun: false, body: { status: 'processing', progress: 10 } });
      if (!untilAsked) work(order_id);
    }
    return { status: 202, body: { ok: true } };
  }

  function work(orderId: string): void {
    const found = jobs.get(orderId)!;
    if (!found.isBegun || forgets) setTimeout(() => void end(orderId, found.inputs), workMs);
    found.isBegun = true;
  }

  async function end(orderId: string, inputs: Record<string, unknown>): Promise<void> {
    const completed_at = new Date(now()).toISOString();
    const fails = inputs['roundtrip_test'] === 'fail';
    const done = fails
      ? { status: 'failed', error: 'There is no ink left.', completed_at }
      : { status: 'completed', output_type: 'text', result_text: `A RED BICYCLE (${++made})`, completed_at };
    const found = ended(done);
    if (found === null) return;
    jobs.get(orderId)!.body = found;
    if (!roads.includes('callback')) return;
    const { status: _word, completed_at: _at, ...rest } = found;
    const body = { ok: found['status'] === 'completed', order_id: orderId, ...rest };
    for (let n = 0; n < callbacks; n++) await report(body);
  }

  /** Until somebody answers. */
  async function report(body: object): Promise<void> {
    const told = () => tool.callback(body).catch(() => null);
    await eventually(told).catch(() => undefined);
  }

  function tell(request: SellerRequest): SellerReply {
    if (!isKnown(request)) return { status: 401, body: { error: 'Who are you?' } };
    const found = jobs.get(request.params['id']!);
    if (!found) return { status: 404, body: { error: 'unknown order' } };
    work(request.params['id']!);
    const etag = `"${createHash('sha256').update(JSON.stringify(found.body)).digest('hex').slice(0, 16)}"`;
    if (request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
    return { status: 200, body: found.body, headers: { etag } };
  }
}

const same = (reply: SellerReply) => reply;
const whole = (body: Record<string, unknown>) => body;

/** Standard Webhooks, as a seller verifies it: within five minutes. */
function isSigned(request: SellerRequest, secret: string, now: number): boolean {
  const {
    'webhook-id': id,
    'webhook-timestamp': at,
    'webhook-signature': given,
  } = request.headers as Record<string, string>;
  if (!id || !at || !given || Math.abs(now / 1000 - Number(at)) > 300) return false;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const own = createHmac('sha256', key)
    .update(`${id}.${at}.${request.body.toString('utf8')}`)
    .digest('base64');
  return given.split(' ').includes(`v1,${own}`);
}
