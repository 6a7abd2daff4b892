import { setTimeout as sleep } from 'node:timers/promises';
import { parseRetryAfter } from '../domain/retry-after.js';

/** Roundtrip took it, or refused it for good; `message` is a sentence for the seller. */
export type Reply =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly status: number; readonly message: string };

/** One try: an answer, or none because of the network. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

export interface RetryTimes {
  /** The first pause, in milliseconds; each is twice the one before, up to 60 s. Default: 1 s. */
  readonly firstPauseMs?: number;
  /** After this long it is given up, in milliseconds. Default: 6 h. */
  readonly giveUpAfterMs?: number;
}

const LONGEST_PAUSE_MS = 60_000;
/** A `Retry-After` that asks for more is not believed. */
const LONGEST_ASKED_MS = 3_600_000;
const SPREAD = 0.25;
/** A body of 4.5 MB over a slow line. */
const TIMEOUT_MS = 60_000;

/** POSTs JSON with the tool's callback secret, once; rejects where no answer comes. */
export async function postJson(url: string, body: object, secret: string | undefined): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(secret === undefined ? {} : { 'x-callback-secret': secret }) },
    body: JSON.stringify(body),
    // The secret goes to nobody else.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after') ?? undefined,
    text: await answer.text(),
  };
}

/** Tries until it is taken or refused: again after the network's errors, 408, 425, 429 and 5xx; `Retry-After` is kept to. */
export async function untilTaken(ask: () => Promise<Answer>, times: RetryTimes = {}): Promise<Reply> {
  const { firstPauseMs = 1_000, giveUpAfterMs = 6 * 3_600_000 } = times;
  const until = Date.now() + giveUpAfterMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const answer = await ask().catch(() => null);
    if (answer && !isPassing(answer.status)) return replyOf(answer);
    const asked = parseRetryAfter(answer?.retryAfter, Date.now());
    const waitMs = asked === null ? spread(pauseMs) : Math.max(firstPauseMs, Math.min(asked, LONGEST_ASKED_MS));
    if (Date.now() + waitMs > until) return givenUp(answer);
    await sleep(waitMs);
  }
}

function isPassing(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

function replyOf({ status, text }: Answer): Reply {
  const body = parsed(text);
  if (status >= 200 && status < 300) return { ok: true, body };
  const said = (body as { error?: { message?: unknown } | string } | null)?.error;
  const words = typeof said === 'string' ? said : said?.message;
  return {
    ok: false,
    status,
    message: `Roundtrip answered ${status}${typeof words === 'string' ? `: ${words}` : '.'}`,
  };
}

function givenUp(answer: Answer | null): Reply {
  const why = answer ? `still answers ${answer.status}` : 'does not answer';
  return { ok: false, status: answer?.status ?? 0, message: `Roundtrip ${why}: given up.` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function spread(ms: number): number {
  return ms * (1 - SPREAD + Math.random() * 2 * SPREAD);
}
