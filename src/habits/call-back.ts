import { setTimeout as sleep } from 'node:timers/promises';

const MOST_TRIES = 12;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const TIMEOUT_MS = 30_000;

export interface CallbackRequest {
  readonly url: string;
  /** Null: without the header. */
  readonly secret: string | null;
  readonly body: Buffer;
}

export interface CallbackOptions {
  /** Ends it at once. */
  readonly signal: AbortSignal;
  /** What pauses are multiplied by. */
  readonly pace: number;
  /** Told of each try; null: it was not answered. */
  readonly onTry: (status: number | null) => void;
}

/**
 * Posts a callback until it is taken, or refused for good: 5xx, 429 and a network that fails are tried again, 12 times in all, 1 s
 * after the first and up to a minute later each time, or when `Retry-After` asks.
 */
export async function callBack(request: CallbackRequest, { signal, pace, onTry }: CallbackOptions): Promise<void> {
  for (let tried = 1; ; tried++) {
    const { status, retryAfterS } = await post(request, signal);
    if (signal.aborted) return;
    onTry(status);
    const again = status === null || status >= 500 || status === 429;
    if (!again || tried >= MOST_TRIES) return;
    const pause = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS * 2 ** (tried - 1), retryAfterS * 1_000));
    await sleep(pause * pace, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
}

async function post(
  { url, secret, body }: CallbackRequest,
  signal: AbortSignal,
): Promise<{ status: number | null; retryAfterS: number }> {
  const headers = { 'content-type': 'application/json', ...(secret === null ? {} : { 'x-callback-secret': secret }) };
  try {
    const answer = await fetch(url, {
      ...{ method: 'POST', headers, body: new Uint8Array(body), redirect: 'manual' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await answer.arrayBuffer();
    const seconds = Number(answer.headers.get('retry-after') ?? 0);
    return { status: answer.status, retryAfterS: Number.isFinite(seconds) && seconds > 0 ? seconds : 0 };
  } catch {
    return { status: null, retryAfterS: 0 };
  }
}
