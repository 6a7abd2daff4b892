import type { Paint } from '../demo/paint.js';
import { oneLine, widthOf } from './strangers-text.js';

export interface Column<Row> {
  readonly head: string;
  /** What a row has there; null and undefined are `-`. */
  readonly of: (row: Row) => string | number | boolean | null | undefined;
  readonly right?: boolean;
  /** The status in whose colour it is shown. */
  readonly status?: (row: Row) => string;
}

export interface TableLook {
  readonly paint: Paint;
  /** Columns of the terminal, which lines are cut to; null: nothing is cut. */
  readonly width: number | null;
}

/** Rows as lines below a heading, each with its newline. Every cell is one line, whoever wrote it. */
export function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[], look: TableLook): string {
  const cells = rows.map((row) => columns.map(({ of }) => cellText(of(row))));
  const widths = columns.map(({ head }, i) => Math.max(head.length, ...cells.map((row) => widthOf(row[i] ?? ''))));
  const { paint } = look;
  const head = lineOf(
    columns,
    widths,
    look,
    (column) => column.head,
    (_, text) => paint.bold(text),
  );
  const lines = rows.map((row, r) =>
    lineOf(
      columns,
      widths,
      look,
      (_, i) => cells[r]?.[i] ?? '',
      (column, text) => (column.status ? paint.status(column.status(row), text) : text),
    ),
  );
  return [head, ...lines].map((line) => `${line.trimEnd()}\n`).join('');
}

/** Names and values below each other, as of one thing. What has no value is left out. */
export function recordText(fields: Readonly<Record<string, unknown>>, { paint }: TableLook): string {
  const shown = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${paint.dim(name.padEnd(width))}  ${cellText(value)}\n`).join('');
}

function lineOf<Row>(
  columns: readonly Column<Row>[],
  widths: readonly number[],
  look: TableLook,
  textOf: (column: Column<Row>, i: number) => string,
  painted: (column: Column<Row>, text: string) => string,
): string {
  let left = look.width ?? Infinity;
  const shown = columns.map((column, i) => {
    const isLast = i === columns.length - 1;
    const text = cutTo(padded(textOf(column, i), isLast && !column.right ? 0 : (widths[i] ?? 0), column.right), left);
    left = Math.max(0, left - widthOf(text) - 2);
    return text === '' ? '' : painted(column, text);
  });
  return shown.join('  ');
}

function padded(text: string, width: number, right = false): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}

function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return width > 0 ? `${kept}…` : '';
}

function cellText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}
