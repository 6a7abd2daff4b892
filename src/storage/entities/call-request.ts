import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a job, or every job of a schedule, calls: written once, and shared by its replays. */
@Entity('call_requests')
export class CallRequestRow {
  /** The id of the job or the schedule that it was made for. */
  @PrimaryColumn('text')
  request_id: string;

  /** Sealed: URLs and headers. */
  @Column('text')
  sealed: string;

  /** Sealed. */
  @Column('text', { nullable: true })
  body: string | null;
}
