import { Bell } from '../../domain/bell.js';

/** What a waiting reader reads, again whenever the poll ends, until it has what it waits for. */
export interface PollWait<T> {
  readonly read: () => Promise<T>;
  readonly until: (value: T) => boolean;
  readonly ms: number;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

/** Wakes whoever waits for the end of a poll. One process: another one's commits do not ring here. */
export class PollWaits {
  private readonly bells = new Map<string, Set<Bell>>();
  private closed = false;

  ended(pollId: string): void {
    for (const bell of this.bells.get(pollId) ?? []) bell.ring();
  }

  /** Reads until `until` holds, the time is over or nobody waits any more; answers what was read last. */
  async waitFor<T>(pollId: string, { read, until, ms, signal }: PollWait<T>): Promise<T> {
    // The bell hangs before the first look, so that no end falls between looking and waiting.
    const bell = this.hang(pollId, signal);
    const timer = setTimeout(() => bell.still(), ms);
    try {
      for (;;) {
        const value = await read();
        if (bell.stilled || until(value)) return value;
        await bell.heard();
      }
    } finally {
      clearTimeout(timer);
      this.take(pollId, bell);
    }
  }

  /** Ends every wait, for the stop of the server. */
  close(): void {
    this.closed = true;
    for (const bells of this.bells.values()) for (const bell of bells) bell.still();
  }

  private hang(pollId: string, signal: AbortSignal): Bell {
    const bell = new Bell();
    if (signal.aborted || this.closed) bell.still();
    else signal.addEventListener('abort', () => bell.still(), { once: true });
    this.bells.set(pollId, (this.bells.get(pollId) ?? new Set()).add(bell));
    return bell;
  }

  private take(pollId: string, bell: Bell): void {
    const bells = this.bells.get(pollId);
    bells?.delete(bell);
    if (bells?.size === 0) this.bells.delete(pollId);
  }
}
