import { RandomIdGenerator, type IdGenerator } from '@opentelemetry/sdk-trace-node';

interface Chosen {
  readonly traceId: string;
  readonly spanId?: string;
}

/** Ids of spans: random ones, but for the next root span, where its ids were chosen. */
export class ChosenIds implements IdGenerator {
  private readonly random = new RandomIdGenerator();
  private next: Chosen | null = null;

  /** For the root span that is started next, in the same turn. */
  choose(chosen: Chosen): void {
    this.next = chosen;
  }

  generateSpanId(): string {
    return this.next?.spanId ?? this.random.generateSpanId();
  }

  /** Asked last, and for root spans only. */
  generateTraceId(): string {
    const traceId = this.next?.traceId ?? this.random.generateTraceId();
    this.next = null;
    return traceId;
  }
}
