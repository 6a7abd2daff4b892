/** What is shown of a CSV: a reader has no use for more, and a browser no room. */
export interface CsvLimits {
  readonly rows: number;
  readonly columns: number;
}

export interface CsvTable {
  /** The first record. */
  readonly head: readonly string[];
  /** The records after it, each as wide as the widest: a short one is filled up with empty fields. */
  readonly rows: readonly (readonly string[])[];
  /** Whether there is more than the limits let through. */
  readonly moreRows: boolean;
  readonly moreColumns: boolean;
  /** A quoted field that never ends: what follows its quote stands in one cell. */
  readonly isBroken: boolean;
}

export const CSV_LIMITS: CsvLimits = { rows: 200, columns: 50 };

/**
 * Reads the beginning of a CSV (RFC 4180): fields in quotes hold commas, line breaks and doubled quotes; lines end by CRLF, LF or
 * CR; a byte order mark is no part of the first field. A quote inside an unquoted field stands for itself. Reads no further than
 * the limits.
 */
export function readCsv(text: string, limits: CsvLimits = CSV_LIMITS): CsvTable {
  const reader = new Reader(text.startsWith('\ufeff') ? text.slice(1) : text, limits.columns);
  const records: string[][] = [];
  // One for the head, and one more shows that there is more.
  while (records.length < limits.rows + 2 && !reader.isAtEnd) records.push(reader.record());
  const [head = [], ...rows] = records;
  const shown = rows.slice(0, limits.rows);
  const width = Math.max(head.length, ...shown.map((row) => row.length));
  const fill = (row: string[]) => [...row, ...Array<string>(width - row.length).fill('')];
  return {
    head: fill(head),
    rows: shown.map(fill),
    moreRows: rows.length > limits.rows,
    moreColumns: reader.hasMoreColumns,
    isBroken: reader.isBroken,
  };
}

class Reader {
  hasMoreColumns = false;
  isBroken = false;
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly columns: number,
  ) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  record(): string[] {
    const fields: string[] = [];
    for (;;) {
      const field = this.text[this.at] === '"' ? this.quoted() : this.plain();
      if (fields.length < this.columns) fields.push(field);
      else this.hasMoreColumns = true;
      if (this.text[this.at] !== ',') break;
      this.at += 1;
    }
    this.lineEnd();
    return fields;
  }

  private plain(): string {
    const start = this.at;
    while (this.at < this.text.length && !',\r\n'.includes(this.text[this.at]!)) this.at += 1;
    return this.text.slice(start, this.at);
  }

  /** What stands between a closing quote and the next comma is no CSV; it is shown as it stands rather than lost. */
  private quoted(): string {
    let field = '';
    this.at += 1;
    for (;;) {
      const end = this.text.indexOf('"', this.at);
      if (end === -1) {
        this.isBroken = true;
        field += this.text.slice(this.at);
        this.at = this.text.length;
        return field;
      }
      field += this.text.slice(this.at, end);
      this.at = end + 1;
      if (this.text[this.at] !== '"') return field + this.plain();
      field += '"';
      this.at += 1;
    }
  }

  private lineEnd(): void {
    if (this.text[this.at] === '\r') this.at += 1;
    else if (this.text[this.at] === '\n') return void (this.at += 1);
    else return;
    if (this.text[this.at] === '\n') this.at += 1;
  }
}
