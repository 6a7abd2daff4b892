import type { ByteBudget, Lease } from '../domain/byte-budget.js';
import { HoldBody, type BodySink, type ReceivedBody } from '../domain/received-body.js';

/**
 * Takes memory for a body only once its first bytes are there: an answer that is a minute in coming holds none meanwhile. Where there
 * is no room then, the body waits in its connection, within the call's time limit.
 */
export class LateLease implements BodySink {
  private lease: Lease | null = null;
  private readonly over = new AbortController();

  constructor(
    private readonly budget: Pick<ByteBudget, 'take'>,
    private readonly bytes: number,
    private readonly sink: BodySink = new HoldBody(),
  ) {}

  begin(status: number): void {
    this.sink.begin?.(status);
  }

  write(piece: Buffer): Promise<boolean> | undefined {
    return this.lease ? this.sink.write(piece) : this.first(piece);
  }

  end(): ReceivedBody | Promise<ReceivedBody> {
    return this.sink.end();
  }

  abort(): Promise<void> {
    this.over.abort();
    return this.sink.abort();
  }

  /** Once nobody reads the body any more. */
  release(): void {
    this.over.abort();
    this.lease?.release();
  }

  private async first(piece: Buffer): Promise<boolean> {
    const lease = await Promise.resolve(this.budget.take(this.bytes, this.over.signal)).catch(() => null);
    // The call ended while it waited, maybe in the very turn in which memory was granted.
    if (this.over.signal.aborted) lease?.release();
    if (!lease || this.over.signal.aborted) return false;
    this.lease = lease;
    return (await this.sink.write(piece)) ?? true;
  }
}
