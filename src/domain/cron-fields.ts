/** One of the five fields. */
interface CronField {
  /** As messages call it. */
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** The first stands for `least`. */
  readonly names: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly CronField[] = [
  { name: 'minute', least: 0, most: 59, names: [] },
  { name: 'hour', least: 0, most: 23, names: [] },
  { name: 'day of month', least: 1, most: 31, names: [] },
  { name: 'month', least: 1, most: 12, names: MONTHS },
  { name: 'day of week', least: 0, most: 7, names: WEEKDAYS },
];
const SUNDAY = 7;
const LONGEST_SHOWN = 20;

/** Most characters of an expression. */
const LONGEST_CRON = 200;

export type CronReading = { readonly ok: true; readonly plain: string } | CronRefusal;
export interface CronRefusal {
  readonly ok: false;
  readonly problem: string;
}

/**
 * Reads a cron expression of five fields: minute, hour, day of month, month, day of week (0 to 7, Sunday is 0 and 7). A field is a
 * list of `*`, numbers, names, ranges, and steps over `*` or a range. What libraries add beyond crontab(5), each in its own way
 * (`L`, `W`, `#`, `?`, nicknames, `5/15`, ranges that run backwards), is refused. Answers the expression in plain numbers, lists
 * and steps over `*`, which every library reads alike. A field that holds a `*`, or a step of 1 over it, is `*`; so are all minutes
 * and all hours however they are written, but not all days: beside a day of week they are days that were asked for.
 */
export function readCron(text: unknown): CronReading {
  if (typeof text !== 'string' || text.length > LONGEST_CRON)
    return refuse(`must be a text of at most ${LONGEST_CRON} characters: five fields such as "*/5 * * * *".`);
  const fields = text.trim().split(/[ \t]+/);
  if (text.trim().startsWith('@'))
    return refuse('Nicknames are not known: write the five fields, such as "0 0 * * *" for @daily.');
  if (fields.length !== FIELDS.length)
    return refuse(
      `has ${text.trim() === '' ? 0 : fields.length} fields: give five, minute, hour, day of month, month and day of week.`,
    );
  const plain: string[] = [];
  for (const [n, field] of FIELDS.entries()) {
    const read = readField(field, fields[n] ?? '');
    if (typeof read !== 'string') return read;
    plain.push(read);
  }
  return { ok: true, plain: plain.join(' ') };
}

function readField(field: CronField, text: string): string | CronRefusal {
  const [values, steps] = [new Set<number>(), new Set<number>()];
  for (const item of text.split(',')) {
    const read = readItem(field, item);
    if (!('from' in read)) return read;
    const { from, to, step, isStar } = read;
    if (isStar) steps.add(step);
    else for (let value = from; value <= to; value += step) values.add(isSunday(field, value) ? 0 : value);
  }
  const isAll = isTime(field) && values.size === sizeOf(field);
  if (steps.has(1) || isAll) return '*';
  const numbers = [...values].sort((a, b) => a - b).map(String);
  return [...[...steps].sort((a, b) => a - b).map((step) => `*/${step}`), ...numbers].join(',');
}

interface Item {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly isStar: boolean;
}

function readItem(field: CronField, item: string): Item | CronRefusal {
  const [, first = '', last, step] = /^(\*|\w{1,3})(?:-(\w{1,3}))?(?:\/(\d{1,2}))?$/.exec(item) ?? [];
  const isStar = first === '*';
  const by = step === undefined ? 1 : Number(step);
  const size = sizeOf(field);
  const [from, to] = isStar ? [field.least, field.most] : [valueOf(field, first), endOf(field, last ?? first, last)];
  if (from === null || to === null || (isStar && last !== undefined)) return refuse(unreadable(field, item));
  if (step !== undefined && !isStar && last === undefined)
    return refuse(
      `${place(field, item)}: a step goes over * or a range; write ${from}-${field.most}/${step}, or list the values.`,
    );
  if (by < 1 || by > size) return refuse(`${place(field, item)}: a step is a number from 1 to ${size}.`);
  if (from > to)
    return refuse(`${place(field, item)}: a range goes from the lower to the higher value; list two ranges.`);
  return { from, to, step: by, isStar };
}

/** `sat-sun` ends with the Sunday after it. */
function endOf(field: CronField, text: string, last: string | undefined): number | null {
  const value = valueOf(field, text);
  return value === 0 && last !== undefined && field.names === WEEKDAYS && !/^\d/.test(text) ? SUNDAY : value;
}

function valueOf({ least, most, names }: CronField, text: string): number | null {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? least + named : /^\d{1,2}$/.test(text) ? Number(text) : -1;
  return value >= least && value <= most ? value : null;
}

/** Sunday has two numbers. */
function sizeOf(field: CronField): number {
  return field.names === WEEKDAYS ? WEEKDAYS.length : field.most - field.least + 1;
}

/** Minutes and hours, which follow real time when clocks change where they are all of them. */
function isTime(field: CronField): boolean {
  return field.least === 0 && field.names.length === 0;
}

function isSunday(field: CronField, value: number): boolean {
  return field.names === WEEKDAYS && value === SUNDAY;
}

function unreadable({ name, least, most, names }: CronField, item: string): string {
  const named = names.length === 0 ? '' : ` or names such as ${names[1] ?? ''}`;
  return `${place({ name }, item)} cannot be read: use *, numbers from ${least} to ${most}${named}, lists, ranges and steps such as */2.`;
}

function place({ name }: Pick<CronField, 'name'>, item: string): string {
  const shown = item.replace(/[^\x20-\x7e]/g, '?').slice(0, LONGEST_SHOWN);
  return `The ${name} "${shown}"`;
}

function refuse(problem: string): CronRefusal {
  return { ok: false, problem };
}
