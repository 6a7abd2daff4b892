import type { MigrationInterface } from 'typeorm';

/**
 * One step of the schema. While servers are replaced one after the other, builds that do not know a step yet go on working on the
 * database that has it. A step that they can live with only adds: tables, indexes that are not unique or on a table that it makes itself,
 * columns that may be null or have a default. All others say whether they break older builds; the database keeps the answer (`schema_notes`), and a build that
 * finds such a step without knowing it does not start.
 */
export interface SchemaStep extends MigrationInterface {
  /** Absent: it only adds. */
  readonly breaking?: boolean;
}
