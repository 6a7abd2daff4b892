import { ApiProblem } from './api-problem.js';
import type { components } from './api-types.js';
import type { RoundtripClient } from './client.js';
import { readEvents } from './read-events.js';

/** One entry of an order's timeline. */
export type OrderEvent = components['schemas']['EventAnswer'];

export interface FollowOptions {
  /** One order: what it has been through, then what happens. Left out: every order that the token sees, from now on. */
  readonly orderId?: string;
  /** The event_id seen last: what came after it follows. */
  readonly after?: string;
  readonly signal?: AbortSignal;
  /** Told when the connection was lost and is made anew, and when it stands again. */
  readonly told?: (news: 'lost' | 'back') => void;
  /** The pause before the first try to connect again, in milliseconds; it doubles up to 30 s. Default: 1 s. */
  readonly firstPauseMs?: number;
}

const LONGEST_PAUSE_MS = 30_000;
/** The server sends a comment each 15 s: a connection silent for longer than this is dead. */
const SILENT_AFTER_MS = 50_000;

/**
 * The server's stream of order events. A lost connection is made anew from the last event seen, for as long as it takes: nothing is
 * told twice or left out. Ends when `signal` says so; throws an {@link ApiProblem} where the server refuses, or never answered.
 */
export async function* followEvents(client: RoundtripClient, options: FollowOptions): AsyncGenerator<OrderEvent> {
  const { signal, told, firstPauseMs = 1_000 } = options;
  let place = options.after ?? null;
  let [connected, pauseMs] = [false, firstPauseMs];
  while (!isOver(signal)) {
    const line = new Line(signal);
    try {
      const bytes = await open(client, options, place, line.signal);
      if (connected) told?.('back');
      connected = true;
      for await (const { id, data } of readEvents(line.watch(bytes))) {
        place = id ?? place;
        pauseMs = firstPauseMs;
        yield JSON.parse(data) as OrderEvent;
      }
    } catch (error) {
      if (!isOver(signal) && (!connected || !isPassing(error))) throw error;
    } finally {
      line.hangUp();
    }
    if (isOver(signal)) return;
    told?.('lost');
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

function open(
  client: RoundtripClient,
  { orderId }: FollowOptions,
  place: string | null,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const headers = { Accept: 'text/event-stream', ...(place === null ? {} : { 'Last-Event-ID': place }) };
  if (orderId === undefined) return client.open('/v1/orders/stream', { headers, signal });
  return client.open('/v1/orders/{order_id}/stream', { path: { order_id: orderId }, headers, signal });
}

/** One connection: given up when it falls silent, or when whoever follows is done. */
class Line {
  private readonly ending = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly signal = this.ending.signal;
  private readonly end = () => this.ending.abort();

  constructor(private readonly outer: AbortSignal | undefined) {
    outer?.addEventListener('abort', this.end);
    this.wait();
  }

  async *watch(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const chunks = bytes[Symbol.asyncIterator]();
    try {
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
        this.wait();
        yield next.value;
      }
    } finally {
      // Whoever leaves in the midst of it hangs up: a stream that is merely closed waits for its next bytes, for up to 15 s.
      this.end();
    }
  }

  hangUp(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.end);
    this.end();
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.end, SILENT_AFTER_MS);
  }
}

/** A function, since what it answers changes while we wait. */
function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** Whether to try again: the network, or a server that restarts or is full. */
function isPassing(error: unknown): boolean {
  return !(error instanceof ApiProblem) || error.status === 0 || error.status === 429 || error.status >= 500;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
