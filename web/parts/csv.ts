export interface CsvRows {
  readonly rows: readonly (readonly string[])[];
  /** Whether there are more rows than were asked for. */
  readonly more: boolean;
}

/**
 * The first rows of CSV (RFC 4180), read as leniently as spreadsheets do: lines may end in LF alone, rows may differ in length, a
 * quote that is never closed reaches to the end, and a byte order mark is no text. The separator is the one of comma, semicolon and
 * tab that the first line has most of, outside of quotes. Empty lines at the end are no rows.
 */
export function readCsv(text: string, maxRows = Number.POSITIVE_INFINITY): CsvRows {
  const source = text.replace(/^\ufeff/, '').replace(/[\r\n]+$/, '');
  if (source === '') return { rows: [], more: false };
  const separator = separatorOf(source);
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (rows.length < maxRows) {
    const field = readField(source, at, separator);
    row.push(field.value);
    at = field.end;
    if (source[at] === separator) {
      at += 1;
      continue;
    }
    rows.push(row);
    row = [];
    if (at >= source.length) return { rows, more: false };
    at += source.startsWith('\r\n', at) ? 2 : 1;
  }
  return { rows, more: true };
}

interface Field {
  readonly value: string;
  /** Where its separator or the end of its line stands. */
  readonly end: number;
}

function readField(source: string, start: number, separator: string): Field {
  if (source[start] !== '"') return readBare(source, start, separator);
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = source.indexOf('"', at);
    if (quote === -1) return { value: value + source.slice(at), end: source.length };
    value += source.slice(at, quote);
    at = quote + 1;
    if (source[at] !== '"') break;
    value += '"';
    at += 1;
  }
  // What stands behind a closing quote is kept: better seen than lost.
  const rest = readBare(source, at, separator);
  return { value: value + rest.value, end: rest.end };
}

function readBare(source: string, start: number, separator: string): Field {
  let end = start;
  while (end < source.length && source[end] !== separator && source[end] !== '\n' && source[end] !== '\r') end += 1;
  return { value: source.slice(start, end), end };
}

function separatorOf(source: string): string {
  const start = source.slice(0, 10_000);
  const line = start.replace(/"[^"]*"/g, '').split(/[\r\n]/, 1)[0] ?? '';
  const count = (separator: string) => line.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}
