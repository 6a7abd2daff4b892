/** Bytes of memory set aside for one body; given back once, however often it is said. */
export interface Lease {
  release(): void;
}

interface Waiting {
  readonly bytes: number;
  readonly grant: (lease: Lease) => void;
}

/**
 * The bytes of bodies that may be held at once (contract, section 1: `MAX_BYTES_IN_FLIGHT`). Requests ask with `tryTake` and are
 * refused; our own calls ask with `take` and wait their turn, first come, first served. What is larger than the whole budget is
 * granted when nothing else is held, so that a small budget makes things slow and never impossible. One `take` at a time is always
 * granted: those who wait may be the very requests that hold the rest.
 */
export class ByteBudget {
  private held = 0;
  /** Leases of those who waited for their turn, or would have. */
  private turns = 0;
  private readonly waiting: Waiting[] = [];

  constructor(private readonly limit: number) {}

  /** Bytes held now. */
  get inUse(): number {
    return this.held;
  }

  /** Null where there is no room now. */
  tryTake(bytes: number): Lease | null {
    return this.hasRoom(bytes) ? this.lend(bytes) : null;
  }

  /** Waits until there is room. */
  take(bytes: number): Lease | Promise<Lease> {
    if (this.waiting.length === 0 && this.hasTurn(bytes)) return this.lendInTurn(bytes);
    return new Promise((grant) => this.waiting.push({ bytes, grant }));
  }

  private hasRoom(bytes: number): boolean {
    return this.held === 0 || this.held + bytes <= this.limit;
  }

  private hasTurn(bytes: number): boolean {
    return this.turns === 0 || this.hasRoom(bytes);
  }

  private lendInTurn(bytes: number): Lease {
    this.turns += 1;
    return this.lend(bytes, () => (this.turns -= 1));
  }

  private lend(bytes: number, ended: () => void = () => undefined): Lease {
    this.held += bytes;
    let isHeld = true;
    return {
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        this.held -= bytes;
        ended();
        this.serve();
      },
    };
  }

  private serve(): void {
    for (let next = this.waiting[0]; next && this.hasTurn(next.bytes); next = this.waiting[0]) {
      this.waiting.shift();
      next.grant(this.lendInTurn(next.bytes));
    }
  }
}
