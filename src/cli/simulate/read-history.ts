import { parse } from 'csv-parse/sync';
import { isInstant } from '../../domain/instant.js';
import type { PastOrder } from '../../domain/plan-simulation/past-durations.js';

/** A file that cannot be used: a sentence that says what to do. */
export class HistoryProblem extends Error {}

export interface History {
  readonly orders: PastOrder[];
  /** Rows left out: tests, orders that were not finished, or that ended with the reply to their forward. */
  readonly leftOut: number;
  /** Orders whose end was found by a check: their time includes the wait for it. */
  readonly foundByCheck: number;
}

type Row = Readonly<Record<string, unknown>>;

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
  checkColumns(rows[0] ?? {});
  const counted = rows.filter(isFinished);
  const orders = rows.flatMap((row, i) => (isFinished(row) ? toPast(row, i + 1) : []));
  return {
    orders,
    leftOut: rows.length - orders.length,
    foundByCheck: counted.filter((row) => row['delivered_by'] === 'check' && !has(row, 'duration_s')).length,
  };
}

function readCsv(text: string): Row[] {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new HistoryProblem(`The history is no CSV that can be read: ${(error as Error).message}.`);
  }
}

function readLines(text: string): Row[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      const row: unknown = JSON.parse(line);
      if (isRow(row)) return [row];
    } catch {
      // Told below, with its line.
    }
    throw new HistoryProblem(`Line ${i + 1} of the history is no JSON object: give one order a line.`);
  });
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkColumns(row: Row): void {
  const from = 'forwarded_at' in row || 'created_at' in row;
  if ('duration_s' in row || ('completed_at' in row && from)) return;
  const found = Object.keys(row).slice(0, 10).join(', ');
  throw new HistoryProblem(
    `The history needs duration_s, or completed_at with forwarded_at or created_at; it has ${found}.`,
  );
}

function isFinished(row: Row): boolean {
  const { is_test: isTest, status, delivered_by: by } = row;
  if (String(isTest) === 'true') return false;
  if (has(row, 'status') && status !== 'completed' && status !== 'failed') return false;
  // Failed by us, or ended with the reply: nobody waited for the seller.
  if ('delivered_by' in row && by !== 'callback' && by !== 'check') return false;
  return has(row, 'duration_s') || has(row, 'completed_at');
}

function toPast(row: Row, number: number): PastOrder[] {
  const began = instantOf(row, 'forwarded_at', number) ?? instantOf(row, 'created_at', number);
  const forwardedMs = began ?? START_MS + number * APART_MS;
  const s = has(row, 'duration_s') ? Number(row['duration_s']) : secondsBetween(began, row, number);
  if (s === null) return [];
  if (!(s >= 0) || s === Infinity) throw wrong(number, has(row, 'duration_s') ? 'duration_s' : 'completed_at');
  return [{ forwardedMs, seen: { kind: 'exact', s } }];
}

function secondsBetween(began: number | null, row: Row, number: number): number | null {
  const ended = instantOf(row, 'completed_at', number);
  return began === null || ended === null ? null : (ended - began) / 1_000;
}

function instantOf(row: Row, column: string, number: number): number | null {
  if (!has(row, column)) return null;
  const value = row[column];
  if (!isInstant(value)) throw wrong(number, column);
  return Date.parse(value);
}

function has(row: Row, column: string): boolean {
  return row[column] !== undefined && row[column] !== null && row[column] !== '';
}

function wrong(number: number, column: string): HistoryProblem {
  const rule = column === 'duration_s' ? 'seconds, 0 or more' : 'an instant in ISO-8601, not before the order began';
  return new HistoryProblem(`Order ${number} of the history: ${column} must be ${rule}.`);
}
