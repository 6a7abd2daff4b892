import type { ByteBudget, Lease } from '../domain/byte-budget.js';
import { CollectedBody } from '../domain/collected-body.js';
import { HeldBody, type BodySink } from '../domain/received-body.js';
import { HELD_BODY_BYTES } from './read-body.js';

/** Set aside at a time. */
const STEP_BYTES = 1024 * 1024;

/**
 * Holds the answer to a batch check whole. What every call may hold has been counted for it; what comes beyond that is counted as it
 * grows. It never waits for memory, since it holds some: where there is none, the rest is not read (`isCrowded`).
 */
export class BatchBody implements BodySink {
  private readonly body = new CollectedBody();
  private readonly leases: Lease[] = [];
  private size = 0;
  private room = HELD_BODY_BYTES;
  isCrowded = false;

  constructor(private readonly budget: Pick<ByteBudget, 'tryTake'>) {}

  write(piece: Buffer): Promise<boolean> | undefined {
    this.size += piece.length;
    while (this.size > this.room) {
      const lease = this.budget.tryTake(STEP_BYTES);
      if (!lease) {
        this.isCrowded = true;
        return Promise.resolve(false);
      }
      this.leases.push(lease);
      this.room += STEP_BYTES;
    }
    this.body.add(piece);
    return undefined;
  }

  end(): HeldBody {
    return new HeldBody(this.body.toBuffer());
  }

  async abort(): Promise<void> {
    this.release();
  }

  /** Once nobody reads the body any more. */
  release(): void {
    for (const lease of this.leases.splice(0)) lease.release();
  }
}
