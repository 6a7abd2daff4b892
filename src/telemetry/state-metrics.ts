import { Gauge, type Registry } from 'prom-client';

/** The same for every process that shares the database; read at each scrape. */
export interface DatabaseState {
  /** Due work that nobody has taken, or that was set aside; a kind may come twice. */
  readonly dueWork: readonly { readonly kind: string; readonly count: number; readonly latenessMs: number }[];
  /** Orders that are not final, by status. */
  readonly openOrders: Readonly<Record<string, number>>;
  readonly waitingMessages: number;
  readonly deadMessages: number;
  /** Of the newest sweep: how late the latest of its checks began. */
  readonly sweepLatenessMs: number;
  readonly quarantined: number;
}

/** Bytes of memory that are set aside now, and how many may be. */
export interface BytesInUse {
  readonly used: number;
  readonly limit: number;
}

/** Where the gauges come from that are read when somebody asks. */
export interface StateSources {
  /** Kinds of work that are told of even where there is none. */
  readonly kinds: readonly string[];
  /** Rejects where the database fails. */
  readonly database: () => Promise<DatabaseState>;
  /** Work that this process has taken and not begun. */
  readonly heldWork: () => readonly { readonly kind: string }[];
  /** By what they are for. */
  readonly bytes: () => Readonly<Record<string, BytesInUse>>;
  /** By folder; those that cannot be looked at are left out. */
  readonly disks: () => Promise<
    readonly { readonly name: string; readonly freeBytes: number; readonly sizeBytes: number }[]
  >;
}

/** Longest wait for the database: a scrape must end also where the database hangs. */
const PATIENCE_MS = 2_000;

/** Gauges that are read, not counted: asked for once a scrape, all by one look. */
export class StateMetrics {
  private readonly dueWork;
  private readonly oldest;
  private readonly held;
  private readonly openOrders;
  private readonly waiting;
  private readonly dead;
  private readonly sweepLateness;
  private readonly quarantined;
  private readonly databaseUp;
  private readonly bytes;
  private readonly bytesLimit;
  private readonly diskFree;
  private readonly diskSize;

  constructor(
    private readonly registry: Registry,
    private readonly sources: StateSources,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.dueWork = this.gauge(
      'roundtrip_due_work',
      'Due work in the database that no process has taken, or that was set aside behind a full lane, by kind; 10000 of each are counted at most. The same in every process.',
      ['kind'],
    );
    this.oldest = this.gauge(
      'roundtrip_oldest_due_lateness_seconds',
      'How late the oldest of that work is, by kind; 0 where there is none. The same in every process.',
      ['kind'],
    );
    this.held = this.gauge('roundtrip_held_work', 'Due work that this process has taken and not begun, by kind.', [
      'kind',
    ]);
    this.openOrders = this.gauge(
      'roundtrip_open_orders',
      'Orders that are not final, by status; 10000 of each are counted at most. The same in every process.',
      ['status'],
    );
    this.waiting = this.gauge(
      'roundtrip_waiting_notifications',
      'Messages still to be delivered; 10000 at most. The same in every process.',
    );
    this.dead = this.gauge(
      'roundtrip_dead_notifications',
      'Messages that were given up and may be replayed; 10000 at most. The same in every process.',
    );
    this.sweepLateness = this.gauge(
      'roundtrip_sweep_lateness_seconds',
      'How late the latest check of the newest sweep began. The same in every process.',
    );
    this.quarantined = this.gauge(
      'roundtrip_quarantined_work',
      'Work that ended its process each time and is tried no more. The same in every process.',
    );
    this.databaseUp = this.gauge(
      'roundtrip_database_up',
      '1 where the database answered this scrape within two seconds, else 0.',
    );
    this.bytes = this.gauge('roundtrip_in_flight_bytes', 'Memory set aside for bodies, and for the writers of files.', [
      'use',
    ]);
    this.bytesLimit = this.gauge(
      'roundtrip_in_flight_limit_bytes',
      'The most of it that may be set aside (MAX_BYTES_IN_FLIGHT, parted).',
      ['use'],
    );
    this.diskFree = this.gauge(
      'roundtrip_disk_free_bytes',
      'Free room on the disk of a folder: data (the database) or files.',
      ['folder'],
    );
    this.diskSize = this.gauge('roundtrip_disk_size_bytes', 'Size of the disk of a folder.', ['folder']);
  }

  /** Before each scrape. Never rejects; what cannot be read is left out of this one. */
  async refresh(): Promise<void> {
    this.tellProcess();
    await Promise.all([this.tellDatabase(), this.tellDisks()]);
  }

  private tellProcess(): void {
    const { kinds, heldWork, bytes } = this.sources;
    for (const kind of kinds) this.held.set({ kind }, 0);
    for (const { kind } of heldWork()) this.held.inc({ kind });
    for (const [use, { used, limit }] of Object.entries(bytes())) {
      this.bytes.set({ use }, used);
      this.bytesLimit.set({ use }, limit);
    }
  }

  private async tellDatabase(): Promise<void> {
    const state = await within(this.patienceMs, this.sources.database());
    this.databaseUp.set(state ? 1 : 0);
    // What is not known is not told: yesterday's numbers would look like today's.
    for (const gauge of [this.dueWork, this.oldest, this.openOrders]) gauge.reset();
    for (const gauge of [this.waiting, this.dead, this.sweepLateness, this.quarantined]) gauge.remove();
    if (!state) return;
    this.tellDueWork(state);
    for (const [status, count] of Object.entries(state.openOrders)) this.openOrders.set({ status }, count);
    this.waiting.set(state.waitingMessages);
    this.dead.set(state.deadMessages);
    this.sweepLateness.set(state.sweepLatenessMs / 1000);
    this.quarantined.set(state.quarantined);
  }

  private tellDueWork({ dueWork }: DatabaseState): void {
    for (const kind of this.sources.kinds) {
      const those = dueWork.filter((one) => one.kind === kind);
      const count = those.reduce((sum, one) => sum + one.count, 0);
      this.dueWork.set({ kind }, count);
      this.oldest.set({ kind }, Math.max(0, ...those.map(({ latenessMs }) => latenessMs)) / 1000);
    }
  }

  private async tellDisks(): Promise<void> {
    this.diskFree.reset();
    this.diskSize.reset();
    for (const { name: folder, freeBytes, sizeBytes } of (await within(this.patienceMs, this.sources.disks())) ?? []) {
      this.diskFree.set({ folder }, freeBytes);
      this.diskSize.set({ folder }, sizeBytes);
    }
  }

  private gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }
}

/** Null where it fails, or has not come by then. */
async function within<T>(ms: number, asked: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, ms, null)));
  return Promise.race([asked.catch(() => null), late]).finally(() => clearTimeout(timer));
}
