import type { QueryRunner } from 'typeorm';
import type { SchemaStep } from './schema-step.js';

/** Forward only. From here on the database says of each step which version made it, and whether older builds can live with it. */
export class NoteWhoChangedTheSchema1763769600016 implements SchemaStep {
  name = 'NoteWhoChangedTheSchema1763769600016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE schema_notes (
    name text NOT NULL,
    version text NOT NULL,
    breaking integer NOT NULL,
    PRIMARY KEY (name)
)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
