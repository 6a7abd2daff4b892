/** Bytes of memory set aside; given back once, however often it is said. */
export interface Lease {
  release(): void;
}

interface Waiting {
  readonly bytes: number;
  readonly grant: (lease: Lease) => void;
}

/**
 * Memory that may be held at once (contract, section 1: `MAX_BYTES_IN_FLIGHT`). Who asks with `tryTake` is refused where there is no
 * room; who asks with `take` waits, first come, first served. What is larger than the whole budget is granted when nothing else is
 * held, so that a small budget makes things slow and never impossible. Whoever waits may hold nothing of the same budget: those who
 * hold it could then be waiting for each other.
 */
export class ByteBudget {
  private held = 0;
  private readonly waiting = new Set<Waiting>();

  constructor(readonly limit: number) {}

  /** Bytes held now. */
  get inUse(): number {
    return this.held;
  }

  /** Null where there is no room now. */
  tryTake(bytes: number): Lease | null {
    return this.hasRoom(bytes) ? this.lend(bytes) : null;
  }

  /** Waits until there is room; rejects with the signal's reason where that comes first. */
  take(bytes: number, signal?: AbortSignal): Lease | Promise<Lease> {
    if (this.waiting.size === 0 && this.hasRoom(bytes)) return this.lend(bytes);
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.waiting.delete(waiting);
        reject(signal?.reason as Error);
        this.serve();
      };
      const grant = (lease: Lease): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve(lease);
      };
      const waiting: Waiting = { bytes, grant };
      this.waiting.add(waiting);
      if (signal?.aborted) giveUp();
      else signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  private hasRoom(bytes: number): boolean {
    return this.held === 0 || this.held + bytes <= this.limit;
  }

  private lend(bytes: number): Lease {
    this.held += bytes;
    let isHeld = true;
    return {
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        this.held -= bytes;
        this.serve();
      },
    };
  }

  private serve(): void {
    for (const next of this.waiting) {
      if (!this.hasRoom(next.bytes)) return;
      this.waiting.delete(next);
      next.grant(this.lend(next.bytes));
    }
  }
}
