import type { ScheduleRow } from '../../storage/entities/schedule.js';
import type { JobToLay } from '../jobs/lay-job.js';

/** A job of a schedule, for a tick or by hand (null): it calls what the schedule calls, and shares its request. */
export function jobOf(schedule: ScheduleRow, tickAt: number | null, scheduledAt: number): JobToLay {
  const { schedule_id, owner, request_id, method, shown_url, max_retries, timeout_s, backoff, ignored_fields } =
    schedule;
  return {
    ...{ schedule_id, owner, request_id, method, shown_url, max_retries, timeout_s, backoff, ignored_fields },
    ...{ tick_at: tickAt, scheduled_at: scheduledAt },
  };
}

/** Whom it calls; what is shown of a URL begins as the URL does. */
export function originOfJob({ shown_url }: Pick<ScheduleRow, 'shown_url'>): string {
  return new URL(shown_url).origin;
}
