import { MigrationExecutor, type DataSource } from 'typeorm';
import { NoteWhoChangedTheSchema1763769600016 as FirstNoted } from '../../../migrations/0016-note-who-changed-the-schema.js';
import type { SchemaStep } from '../../../migrations/schema-step.js';
import { SchemaNoteRow } from '../entities/schema-note.js';

/** Steps that the database has and this build does not know, though it can work with them. */
export interface NewerSchema {
  /** The version that ran the last of them. */
  readonly version: string;
  readonly steps: readonly string[];
}

/** The schema is newer than this build, and not one that it can work with. */
export class SchemaTooNew extends Error {}

/**
 * Brings the schema up to date, and keeps a note of each step that it runs. A database that a newer build has changed in a way that
 * this one cannot work with is left as it is (SchemaTooNew); where the newer one only added to it, the steps are answered.
 */
export async function bringUpToDate(source: DataSource, version = 'unknown'): Promise<NewerSchema | null> {
  const executor = new MigrationExecutor(source);
  const run = (await executor.getExecutedMigrations()).map((step) => step.name);
  const hasNotes = run.includes(FirstNoted.name);
  const newer = await lookAtUnknown(source, run, hasNotes, version);
  // Before the steps themselves: a build that dies between the two has not left a step that older ones know nothing of.
  if (hasNotes) await note(source, version);
  await source.runMigrations({ transaction: 'each' });
  if (!hasNotes) await note(source, version);
  return newer;
}

async function lookAtUnknown(
  source: DataSource,
  run: readonly string[],
  hasNotes: boolean,
  version: string,
): Promise<NewerSchema | null> {
  const known = new Set(source.migrations.map(nameOf));
  const steps = run.filter((name) => !known.has(name));
  if (steps.length === 0) return null;
  const rows = hasNotes ? await source.getRepository(SchemaNoteRow).find() : [];
  const notes = new Map(rows.map((row) => [row.name, row]));
  // A step without a note: nobody can say that it is harmless.
  const breaking = steps.findLast((name) => notes.get(name)?.breaking !== 0);
  if (breaking !== undefined) throw new SchemaTooNew(tooNew(breaking, notes.get(breaking)?.version, version));
  return { version: notes.get(steps.at(-1) ?? '')?.version ?? 'unknown', steps };
}

/** A note for each step that this build knows and that has none. */
async function note(source: DataSource, version: string): Promise<void> {
  const values = source.migrations.map((step) => {
    return { name: nameOf(step), version, breaking: (step as SchemaStep).breaking ? 1 : 0 };
  });
  await source.createQueryBuilder().insert().into(SchemaNoteRow).values(values).orIgnore().execute();
}

function nameOf(step: SchemaStep): string {
  return step.name ?? step.constructor.name;
}

function tooNew(step: string, by: string | undefined, own: string): string {
  return (
    `${by === undefined ? 'A later version' : `Roundtrip ${by}`} changed the database (${step}) so that this version, ${own}, cannot work with it: ` +
    `run ${by ?? 'that version'} or a later one, or restore the backup that was made before the upgrade`
  );
}
