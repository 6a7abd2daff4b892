import type { Database } from '../../storage/database/database.js';
import { WorkClaims } from '../../storage/work-claims.js';
import { LanedEngine, type LanedEngineParts } from '../engine/laned-engine.js';
import { TableSource } from './table-source.js';

export type EmbeddedEngineParts = Omit<LanedEngineParts, 'source' | 'appetite' | 'unit'> & {
  readonly database: Pick<Database, 'read' | 'unit'>;
};

/** The engine of one process that has the table of work to itself. */
export function embeddedEngine({ database, ...parts }: EmbeddedEngineParts): LanedEngine {
  const { unit } = database;
  return new LanedEngine({ ...parts, unit, source: new TableSource(new WorkClaims(database), parts.work, unit) });
}
