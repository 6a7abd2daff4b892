import {
  checkCall,
  isGiven,
  optional,
  problemsOf,
  right,
  valueOf,
  wrong,
  type Checked,
  type Wish,
} from './check-call.js';
import { LONGEST_SCHEDULE_NAME, OVERLAPS, type Overlap, type ScheduleSpec } from './schedule.js';
import { checkScheduleCron } from './schedule-cron.js';
import { checkTimezone } from './timezones.js';

const OWN_FIELDS = ['cron', 'cron_expr', 'name', 'timezone', 'catch_up', 'overlap'];

/**
 * A schedule as it is asked for (contract, section 8, `POST /schedules`), in Fliq's lenient dialect. Defaults: UTC, no catching up,
 * jobs may overlap.
 */
export function checkSchedule(wish: Wish): Checked<ScheduleSpec> {
  const call = checkCall(wish, OWN_FIELDS);
  const timezone = optional(wish, 'timezone', 'UTC', checkZone);
  const cron = cronOf(wish, timezone.ok ? timezone.value : 'UTC');
  const name = optional<string | null>(wish, 'name', null, checkName);
  const catchUp = optional(wish, 'catch_up', false, checkFlag);
  const overlap = optional<Overlap>(wish, 'overlap', 'allow', checkOverlap);
  const problems = problemsOf([call, cron, name, timezone, catchUp, overlap]);
  if (problems.length > 0) return { ok: false, problems };
  return right({
    ...{ call: valueOf(call), cron: valueOf(cron), timezone: valueOf(timezone), name: valueOf(name) },
    ...{ catchUp: valueOf(catchUp), overlap: valueOf(overlap) },
  });
}

/** Fliq's docs say `cron`, its client says `cron_expr`. */
function cronOf(wish: Wish, timezone: string): Checked<string> {
  const [first, second] = ['cron', 'cron_expr'].filter((field) => isGiven(wish[field]));
  if (first === undefined) return wrong('cron', 'is required: five fields such as "*/5 * * * *".');
  if (second !== undefined && wish[first] !== wish[second])
    return wrong(second, `It says something else than ${first}: give one of the two.`);
  const text = wish[first];
  const checked = checkScheduleCron(text, timezone);
  return checked.ok ? right(String(text)) : wrong(first, checked.problem);
}

function checkZone(value: unknown, field: string): Checked<string> {
  const checked = checkTimezone(value);
  return checked.ok ? right(checked.timezone) : wrong(field, checked.problem);
}

function checkName(value: unknown, field: string): Checked<string | null> {
  if (value === '') return right(null);
  return typeof value === 'string' && value.length <= LONGEST_SCHEDULE_NAME && /^[^\p{Cc}\p{Cs}]+$/u.test(value)
    ? right(value)
    : wrong(field, `must be a text of at most ${LONGEST_SCHEDULE_NAME} characters without control characters.`);
}

function checkFlag(value: unknown, field: string): Checked<boolean> {
  return typeof value === 'boolean' ? right(value) : wrong(field, 'must be true or false.');
}

function checkOverlap(value: unknown, field: string): Checked<Overlap> {
  const known = OVERLAPS.find((one) => one === value);
  return known ? right(known) : wrong(field, `Use one of ${OVERLAPS.join(', ')}.`);
}
