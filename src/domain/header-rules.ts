/** A field of a request that does not fit, and a sentence that says what to do. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export type HeaderCheck =
  | { readonly ok: true; readonly headers: Record<string, string> }
  | { readonly ok: false; readonly problems: FieldProblem[] };

export const MAX_HEADERS = 20;
/** Most characters of all names and values together. */
export const MAX_HEADER_CHARS = 8_192;

const FIELD = 'auth_headers';
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/; // RFC 9110, section 5.6.2
const BEYOND_LATIN_1 = /[^\u0000-\u00ff]/;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const LONGEST_SHOWN_NAME = 60;

/** RFC 9110, section 7.6.1: headers between neighbours, which proxies take away or act on. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade']);
const SET_BY_US = new Set([
  'accept',
  'accept-encoding',
  'user-agent',
  'idempotency-key',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'if-none-match',
  'if-modified-since',
  'prefer',
  'x-request-id',
]);

/**
 * The headers that a seller wants on the job POST and on checks (contract, section 3, `auth_headers`), names as they were written.
 * All problems are told at once; no message holds a value, for values are secrets.
 */
export function checkAuthHeaders(value: unknown): HeaderCheck {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse([{ field: FIELD, message: 'Give an object of header names and values.' }]);
  }
  const entries = Object.entries(value as Record<string, unknown>);
  const problems = [...checkAmount(entries), ...checkRepeats(entries), ...entries.flatMap(checkHeader)];
  return problems.length > 0
    ? refuse(problems)
    : { ok: true, headers: Object.fromEntries(entries) as Record<string, string> };
}

/**
 * The headers of a call that somebody lays down with us (contract, section 8, `headers` and `webhook_headers`): the same rules,
 * but that there may be none and that Content-Type is allowed.
 * @param field where they came from, such as `request.headers`; every problem names its place below that.
 */
export function checkCallHeaders(value: unknown, field: string): HeaderCheck {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse([{ field, message: 'Give an object of header names and values.' }]);
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length === 0) return { ok: true, headers: {} };
  const problems = [...checkAmount(entries), ...checkRepeats(entries), ...entries.flatMap(checkCallHeader)];
  const placed = problems.map((one) => ({ ...one, field: one.field.replace(FIELD, field) }));
  return placed.length > 0
    ? refuse(placed)
    : { ok: true, headers: Object.fromEntries(entries) as Record<string, string> };
}

/** The one header of such a call that is no secret. */
export function isContentType(name: string): boolean {
  return name.toLowerCase() === 'content-type';
}

/** What a read shows of a value: `••••`, and the last four characters only where at least twelve stay hidden. */
export function maskHeaderValue(value: string): string {
  return value.length >= 16 ? `••••${value.slice(-4)}` : '••••';
}

type Entry = [name: string, value: unknown];

function checkAmount(entries: Entry[]): FieldProblem[] {
  const problem = (message: string): FieldProblem[] => [{ field: FIELD, message }];
  if (entries.length === 0)
    return problem('Give at least one header, so that the seller can tell our calls from others.');
  if (entries.length > MAX_HEADERS) return problem(`Give at most ${MAX_HEADERS} headers.`);
  const chars = entries.reduce(
    (sum, [name, value]) => sum + name.length + (typeof value === 'string' ? value.length : 0),
    0,
  );
  return chars > MAX_HEADER_CHARS
    ? problem(`Names and values may have ${MAX_HEADER_CHARS} characters in all; shorten them.`)
    : [];
}

function checkRepeats(entries: Entry[]): FieldProblem[] {
  const seen = new Set<string>();
  return entries.flatMap(([name]) => {
    const before = seen.size;
    const repeated = seen.add(name.toLowerCase()).size === before;
    return repeated
      ? [{ field: fieldOf(name), message: 'This header is given twice; names do not differ by case.' }]
      : [];
  });
}

function checkHeader([name, value]: Entry): FieldProblem[] {
  const message = checkName(name) ?? checkValue(value);
  return message === null ? [] : [{ field: fieldOf(name), message }];
}

function checkCallHeader([name, value]: Entry): FieldProblem[] {
  if (!isContentType(name)) return checkHeader([name, value]);
  const message = checkValue(value);
  return message === null ? [] : [{ field: fieldOf(name), message }];
}

function checkName(name: string): string | null {
  const lower = name.toLowerCase();
  if (!TOKEN.test(name)) return "A header name may hold letters, digits and !#$%&'*+-.^_`|~ only.";
  if (HOP_BY_HOP.has(lower) || lower.startsWith('proxy-'))
    return 'This header is for proxies on the way and cannot be set.';
  if (lower === 'host') return 'The host is taken from the URL and cannot be set.';
  if (lower.startsWith('content-') || lower === 'expect')
    return 'This header describes the body we send and cannot be set.';
  return SET_BY_US.has(lower) ? 'This header is set by us and cannot be given.' : null;
}

function checkValue(value: unknown): string | null {
  if (typeof value !== 'string') return 'The value must be a text.';
  if (value === '') return 'The value is empty; give one, or leave the header out.';
  if (BEYOND_LATIN_1.test(value)) return 'The value may hold Latin-1 characters only; encode the others.';
  if (CONTROL.test(value)) return 'The value must not hold line breaks, NUL or other control characters.';
  return value.startsWith(' ') || value.endsWith(' ') ? 'The value must not begin or end with a space.' : null;
}

function fieldOf(name: string): string {
  return `${FIELD}.${name.length > LONGEST_SHOWN_NAME ? `${name.slice(0, LONGEST_SHOWN_NAME)}…` : name}`;
}

function refuse(problems: FieldProblem[]): { ok: false; problems: FieldProblem[] } {
  return { ok: false, problems };
}
