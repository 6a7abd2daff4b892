import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The secret by which an owner's jobs, schedules and polls sign what they send. */
@Entity('signing_secrets')
export class SigningSecretRow {
  /** The seller's id, or `operator`. */
  @PrimaryColumn('text')
  owner: string;

  @Column('text')
  sealed: string;

  /** Sealed: the secret before it, which counts until `previous_until`. */
  @Column('text', { nullable: true })
  previous: string | null;

  @Column('bigint', { nullable: true })
  previous_until: number | null;

  @Column('bigint')
  rotated_at: number;
}
