import { parse } from 'csv-parse/sync';
import { isInstant } from '../../domain/instant.js';
import type { PastOrder } from '../../domain/plan-simulation/past-durations.js';

/** A file that cannot be used: a sentence that says what to do, without anything that a terminal would obey. */
export class HistoryProblem extends Error {
  constructor(sentence: string) {
    super(sentence.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' '));
  }
}

export interface History {
  readonly orders: PastOrder[];
  /** Rows left out: tests, orders that were not finished, or that ended with the reply to their forward. */
  readonly leftOut: number;
  /** Orders whose end was found by a check: their time includes the wait for it. */
  readonly foundByCheck: number;
}

type Fields = Readonly<Record<string, unknown>>;
interface Row {
  /** Where it stands in the file, from 1. */
  readonly line: number;
  readonly fields: Fields;
}

/** As people and spreadsheets write seconds. */
const DECIMAL = /^\d{1,15}(\.\d{1,15})?(e[+-]?\d{1,2})?$/i;

/** Where a file tells no instants: as far apart as 200 orders a day. */
const APART_MS = 432_000;
const START_MS = Date.UTC(2024, 0, 1);

/**
 * Reads past orders from CSV with a header (among them our own export of orders) or JSON, one object a line. A row has
 * `duration_s`, or `completed_at` with `forwarded_at` or `created_at`, the times in ISO-8601.
 */
export function readHistory(text: string): History {
  const rows = /^\s*[{[]/.test(text) ? readLines(text) : readCsv(text);
  if (rows.length === 0) throw new HistoryProblem('The history holds no orders: give a CSV with a header and rows.');
  checkColumns(rows[0]?.fields ?? {});
  const counted = rows.filter(({ fields }) => isFinished(fields)).map(({ fields }) => fields);
  const orders = rows.flatMap((row, i) => (isFinished(row.fields) ? toPast(row, i + 1) : []));
  return {
    orders,
    leftOut: rows.length - orders.length,
    foundByCheck: counted.filter((fields) => fields['delivered_by'] === 'check' && !has(fields, 'duration_s')).length,
  };
}

function readCsv(text: string): Row[] {
  try {
    const options = { columns: true, bom: true, skip_empty_lines: true, trim: true, info: true } as const;
    const rows = parse(text, options) as unknown as { record: Fields; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ line: info.lines, fields: record }));
  } catch (error) {
    throw new HistoryProblem(`The history is no CSV that can be read: ${(error as Error).message}.`);
  }
}

function readLines(text: string): Row[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      const fields: unknown = JSON.parse(line);
      if (isFields(fields)) return [{ line: i + 1, fields }];
    } catch {
      // Told below, with its line.
    }
    throw new HistoryProblem(`Line ${i + 1} of the history is no JSON object: give one order a line.`);
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkColumns(fields: Fields): void {
  const from = 'forwarded_at' in fields || 'created_at' in fields;
  if ('duration_s' in fields || ('completed_at' in fields && from)) return;
  const found = Object.keys(fields)
    .slice(0, 10)
    .map((name) => name.slice(0, 50))
    .join(', ');
  throw new HistoryProblem(
    `The history needs duration_s, or completed_at with forwarded_at or created_at; it has ${found}.`,
  );
}

function isFinished(fields: Fields): boolean {
  const { is_test: isTest, status, delivered_by: by } = fields;
  if (isTest === true || isTest === 'true') return false;
  if (has(fields, 'status') && status !== 'completed' && status !== 'failed') return false;
  // Failed by us, or ended with the reply: nobody waited for the seller.
  if ('delivered_by' in fields && by !== 'callback' && by !== 'check') return false;
  return has(fields, 'duration_s') || has(fields, 'completed_at');
}

function toPast(row: Row, number: number): PastOrder[] {
  const refuse = (column: string) => wrong(row, number, column);
  const began = instantOf(row, 'forwarded_at', refuse) ?? instantOf(row, 'created_at', refuse);
  const forwardedMs = began ?? START_MS + number * APART_MS;
  if (has(row.fields, 'duration_s')) {
    const s = secondsOf(row.fields['duration_s']);
    if (s === null) throw refuse('duration_s');
    return [{ forwardedMs, seen: { kind: 'exact', s } }];
  }
  const ended = instantOf(row, 'completed_at', refuse);
  if (began === null || ended === null) return [];
  if (ended < began) throw refuse('completed_at');
  return [{ forwardedMs, seen: { kind: 'exact', s: (ended - began) / 1_000 } }];
}

/** A number, or a text that is one in decimals; null for all else, also where JavaScript would make a number of it. */
function secondsOf(value: unknown): number | null {
  const s = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  return typeof s === 'number' && s >= 0 && s !== Infinity ? s : null;
}

function instantOf({ fields }: Row, column: string, refuse: (column: string) => HistoryProblem): number | null {
  if (!has(fields, column)) return null;
  const value = fields[column];
  if (!isInstant(value)) throw refuse(column);
  return Date.parse(value);
}

function has(fields: Fields, column: string): boolean {
  return fields[column] !== undefined && fields[column] !== null && fields[column] !== '';
}

function wrong({ line }: Row, number: number, column: string): HistoryProblem {
  const rule = column === 'duration_s' ? 'seconds, 0 or more' : 'an instant in ISO-8601, not before the order began';
  return new HistoryProblem(`Order ${number} of the history (line ${line}): ${column} must be ${rule}.`);
}
