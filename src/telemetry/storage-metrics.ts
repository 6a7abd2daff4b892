import { Counter, type Registry } from 'prom-client';

/** What the database and the store of files did. */
export class StorageMetrics {
  private readonly fileBytes;
  private readonly units;
  private readonly unitRetries;
  private readonly troubles;

  constructor(registry: Registry) {
    const own = { registers: [registry] };
    this.fileBytes = new Counter({
      name: 'roundtrip_file_written_bytes_total',
      help: 'Bytes of result files written to storage, those of files that were given up included.',
      ...own,
    });
    this.units = new Counter({
      name: 'roundtrip_units_total',
      help: 'Transactions, by end: committed, or rolled_back with an error.',
      labelNames: ['end'],
      ...own,
    });
    this.unitRetries = new Counter({
      name: 'roundtrip_unit_retries_total',
      help: 'How often a transaction was begun again since the database could not keep it beside others.',
      ...own,
    });
    this.troubles = new Counter({
      name: 'roundtrip_storage_troubles_total',
      help: 'Errors of database and file storage: full, or unavailable for another reason.',
      labelNames: ['trouble'],
      ...own,
    });
  }

  fileWritten(bytes: number): void {
    this.fileBytes.inc(bytes);
  }

  unitEnded(end: 'committed' | 'rolled_back', retries: number): void {
    this.units.inc({ end });
    if (retries > 0) this.unitRetries.inc(retries);
  }

  trouble(trouble: 'full' | 'unavailable'): void {
    this.troubles.inc({ trouble });
  }
}
