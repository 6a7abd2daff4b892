import type { Database } from '../../storage/database/database.js';
import { WorkClaims } from '../../storage/work-claims.js';
import type { WorkSource } from '../work-source.js';
import { LanedEngine, type LanedEngineParts } from '../engine/laned-engine.js';
import { TableSource } from './table-source.js';

export type EmbeddedEngineParts = Omit<LanedEngineParts, 'source' | 'appetite' | 'unit'> & {
  readonly database: Pick<Database, 'read' | 'unit'>;
  /** Stands between the engine and its source: counts what is taken. */
  readonly around?: (source: WorkSource) => WorkSource;
};

/** The engine of one process that has the table of work to itself. */
export function embeddedEngine({ database, around = (source) => source, ...parts }: EmbeddedEngineParts): LanedEngine {
  const { unit } = database;
  const source = new TableSource(new WorkClaims(database), parts.work, unit);
  return new LanedEngine({ ...parts, unit, source: around(source) });
}
