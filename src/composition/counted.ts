import type { Database } from '../storage/database/database.js';
import type { Reading, Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import { CLAIM, type WorkRow } from '../storage/entities/work.js';
import type { FileStore, FileWriter } from '../storage/files/file-store.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { StorageMetrics } from '../telemetry/storage-metrics.js';
import type { WorkSource } from '../work/work-source.js';

/** The same database, whose transactions are counted. */
export function countUnits(database: Database, metrics: Pick<StorageMetrics, 'unitEnded'>): Database {
  const unit = new CountedUnits(database.unit, metrics);
  // Whatever else the database is and can, it stays.
  return Object.create(database, { unit: { value: unit, enumerable: true } }) as Database;
}

class CountedUnits implements UnitOfWork {
  /** Transactions that are counted already: a unit within a unit is a part of it. */
  private readonly known = new WeakSet<Tx>();

  constructor(
    private readonly units: UnitOfWork,
    private readonly metrics: Pick<StorageMetrics, 'unitEnded'>,
  ) {}

  async run<T>(unit: (tx: Tx) => Promise<T>, reading?: Reading): Promise<T> {
    let [begun, isOwn] = [0, true];
    const counted = (tx: Tx): Promise<T> => {
      isOwn = !this.known.has(tx);
      this.known.add(tx);
      begun += 1;
      return unit(tx);
    };
    try {
      const value = await this.units.run(counted, reading);
      if (isOwn) this.metrics.unitEnded('committed', begun - 1);
      return value;
    } catch (error) {
      if (isOwn) this.metrics.unitEnded('rolled_back', Math.max(0, begun - 1));
      throw error;
    }
  }
}

/** The same store of files, whose bytes are counted. */
export function countFileBytes(files: FileStore, metrics: Pick<StorageMetrics, 'fileWritten'>): FileStore {
  return {
    bytesPerWriter: files.bytesPerWriter,
    begin: async (key, size) => countWriter(await files.begin(key, size), metrics),
    read: (key, range) => files.read(key, range),
    remove: (key) => files.remove(key),
    tidy: (before) => files.tidy(before),
    check: () => files.check(),
  };
}

function countWriter(writer: FileWriter, metrics: Pick<StorageMetrics, 'fileWritten'>): FileWriter {
  return {
    write: async (bytes) => {
      await writer.write(bytes);
      metrics.fileWritten(bytes.length);
    },
    commit: () => writer.commit(),
    abort: () => writer.abort(),
  };
}

/** The same source of work, where what is taken to be run, given back and taken over is counted. */
export function countSource(source: WorkSource, metrics: Pick<Metrics, 'claimed' | 'runExpired'>): WorkSource {
  const taken = async (rows: Promise<WorkRow[]>): Promise<WorkRow[]> => {
    const held = (await rows).filter(({ claim }) => claim === CLAIM.held);
    metrics.claimed('taken', held.length);
    // Taken up before, and neither written by its attempt nor given back.
    for (const { kind, tries } of held) if (tries >= 2) metrics.runExpired(kind);
    return rows;
  };
  return {
    open: (engine) => source.open(engine),
    takeDue: (now, limit, full) => taken(source.takeDue(now, limit, full)),
    takeUrgent: (now, limit, full) => taken(source.takeUrgent(now, limit, full)),
    takeThese: (now, these, full) => taken(source.takeThese(now, these, full)),
    takeSetAside: (lane, limit) => taken(source.takeSetAside(lane, limit)),
    tellWanted: (tx, work) => source.tellWanted(tx, work),
    begin: (suspects) => source.begin(suspects),
    giveBack: async (works, notBefore) => {
      await source.giveBack(works, notBefore);
      metrics.claimed('given_back', works.length);
    },
    nextDueAt: () => source.nextDueAt(),
    isSure: () => source.isSure(),
    place: (lane, limit) => source.place(lane, limit),
    close: () => source.close(),
  };
}
