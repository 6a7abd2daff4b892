/** What one waiting reader hears of: rings between two hearings count as one, and none is lost. */
export class Bell {
  private rung = false;
  private over = false;
  private wake: () => void = () => undefined;

  /** True once there is nothing more to wait for. */
  get stilled(): boolean {
    return this.over;
  }

  ring(): void {
    this.rung = true;
    this.wake();
  }

  /** Ends the waiting, for good. */
  still(): void {
    this.over = true;
    this.wake();
  }

  /** Waits for a ring since the last hearing, or until it is stilled. */
  async heard(): Promise<void> {
    if (!this.rung && !this.over) await new Promise<void>((resolve) => (this.wake = resolve));
    this.rung = false;
  }
}

/** What a waiting reader reads, again whenever its bell rings, until it has what it waits for. */
export interface Waiting<T> {
  readonly read: () => Promise<T>;
  readonly until: (value: T) => boolean;
  readonly ms: number;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

/** The bells of everybody who waits, by what they wait for. What other processes commit rings here by `storage/news-of-others.ts`. */
export class Bells {
  private readonly bells = new Map<string, Set<Bell>>();
  private closed = false;

  /** `waited`: told whenever somebody begins to wait. */
  constructor(private readonly waited: () => void = () => undefined) {}

  /** How many things are waited for. */
  get size(): number {
    return this.bells.size;
  }

  ring(key: string): void {
    for (const bell of this.bells.get(key) ?? []) bell.ring();
  }

  /** To be taken down again with `take`. */
  hang(key: string, signal: AbortSignal): Bell {
    const bell = new Bell();
    if (signal.aborted || this.closed) bell.still();
    else signal.addEventListener('abort', () => bell.still(), { once: true });
    this.bells.set(key, (this.bells.get(key) ?? new Set()).add(bell));
    this.waited();
    return bell;
  }

  take(key: string, bell: Bell): void {
    const bells = this.bells.get(key);
    bells?.delete(bell);
    if (bells?.size === 0) this.bells.delete(key);
  }

  /** Reads until `until` holds, the time is over or nobody waits any more; answers what was read last. */
  async waitFor<T>(key: string, { read, until, ms, signal }: Waiting<T>): Promise<T> {
    // The bell hangs before the first look, so that no change falls between looking and waiting.
    const bell = this.hang(key, signal);
    const timer = setTimeout(() => bell.still(), ms);
    try {
      for (;;) {
        const value = await read();
        if (bell.stilled || until(value)) return value;
        await bell.heard();
      }
    } finally {
      clearTimeout(timer);
      this.take(key, bell);
    }
  }

  /** Ends every wait, for the stop of the server. */
  close(): void {
    this.closed = true;
    for (const bells of this.bells.values()) for (const bell of bells) bell.still();
  }
}
