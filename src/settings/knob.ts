/** What a parser says: the value, or what the text must be, as the rest of a sentence that begins with the setting's name. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly must: string };
export type Parser<T> = (text: string) => Parsed<T>;

/** One setting: everything that the loader and the page in `docs/` know about it. */
export interface Knob<T> {
  /** The environment variable. */
  readonly name: string;
  /** What kind of value it takes, for people. */
  readonly type: string;
  /** The value when it is not set, as text that goes through the same check; undefined: none. */
  readonly fallback: string | undefined;
  /** How the default is told to people, where the text alone does not say it. */
  readonly defaultWords?: string;
  /** What it is for, in one line. */
  readonly sentence: string;
  /** True: its value never appears in a message (secrets, and URLs, which may hold some). */
  readonly secret?: boolean;
  readonly parse: Parser<T>;
}

type Row<T> = Omit<Knob<T>, 'fallback'>;

/** A setting that always has a value. */
export function knob<T>(row: Row<T> & { readonly fallback: string }): Knob<T> {
  return row;
}

/** A setting that may be left out. */
export function optional<T>(row: Row<T>): Knob<T | undefined> {
  return { ...row, fallback: undefined };
}

export function good<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** `must` completes "<NAME> ...": "must be a whole number from 1 to 9". */
export function bad(must: string): { readonly ok: false; readonly must: string } {
  return { ok: false, must };
}
