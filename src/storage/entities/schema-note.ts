import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is known of one step of the schema, for builds that do not know the step itself (migrations/schema-step.ts). */
@Entity('schema_notes')
export class SchemaNoteRow {
  /** As in `migrations`. */
  @PrimaryColumn('text')
  name: string;

  /** The version that ran it, or the first one that found it without a note. */
  @Column('text')
  version: string;

  /** 1: builds that do not know it cannot work with it. */
  @Column('integer')
  breaking: number;
}
