/** What was not touched for so long is forgotten. */
const KEPT_MS = 24 * 3_600_000;
/** Entries remembered at most: beyond that the one untouched longest is forgotten. */
const MOST_ENTRIES = 10_000;

interface Entry<V> {
  readonly value: V;
  readonly touchedAt: number;
}

/** A map of names that strangers choose: it forgets what nobody asks for any more, so that it cannot grow without end. */
export class RecentMap<V> {
  /** Untouched longest first. */
  private readonly entries = new Map<string, Entry<V>>();

  constructor(
    private readonly keptMs = KEPT_MS,
    private readonly most = MOST_ENTRIES,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string): V | undefined {
    return this.entries.get(key)?.value;
  }

  /** Keeps the value, as touched at `nowMs` (epoch milliseconds), and forgets others. */
  set(key: string, value: V, nowMs: number): void {
    this.entries.delete(key);
    this.entries.set(key, { value, touchedAt: nowMs });
    for (const [oldest, { touchedAt }] of this.entries) {
      if (this.entries.size <= this.most && touchedAt > nowMs - this.keptMs) return;
      this.entries.delete(oldest);
    }
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  values(): V[] {
    return [...this.entries.values()].map(({ value }) => value);
  }
}
