import type { CallSecrets } from './call-secrets.js';
import { checkCallHeaders, type FieldProblem } from './header-rules.js';
import { BACKOFFS, JOB_METHODS, MAX_JOB_BODY_BYTES, type Backoff, type CallSpec, type JobMethod } from './job.js';
import { checkCallUrl } from './url-rules.js';

/** A job or a schedule as it came: a JSON object of anything. */
export type Wish = Readonly<Record<string, unknown>>;

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly FieldProblem[] };

const FIELDS = [
  ...['url', 'http_method', 'method', 'headers', 'body', 'max_retries', 'timeout_seconds', 'backoff'],
  ...['webhook_url', 'webhook_headers'],
];
/** Names of unknown fields that are kept, and characters of each. */
const MOST_IGNORED = 20;
const LONGEST_NAME = 60;
/** What we say who calls by, and sign with: Fliq publishes that callers cannot override it. */
const OURS = /^x-fliq-/i;

/**
 * What a job or a schedule calls (contract, section 8), in Fliq's lenient dialect: null is as good as left out, and fields without
 * meaning are not refused but named in `ignored`. Every field at fault is named as it was spelled, and no message holds a header's
 * value or the body.
 * @param alsoKnown fields that the caller reads itself, such as `scheduled_at`.
 */
export function checkCall(wish: Wish, alsoKnown: readonly string[]): Checked<CallSpec> {
  const url = urlAt(wish, 'url');
  const method = methodOf(wish);
  const headers = headersAt(wish, 'headers');
  const body = optional(wish, 'body', null, checkBody);
  const retries = optional(wish, 'max_retries', 0, wholeNumber(0, 10));
  const timeout = optional(wish, 'timeout_seconds', 30, wholeNumber(1, 300));
  const backoff = optional<Backoff>(wish, 'backoff', 'exponential', checkBackoff);
  const webhookUrl: Checked<string | null> = isGiven(wish['webhook_url']) ? urlAt(wish, 'webhook_url') : right(null);
  const webhookHeaders = webhookHeadersOf(wish);
  const parts = [url, method, headers, body, retries, timeout, backoff, webhookUrl, webhookHeaders];
  const problems = problemsOf(parts);
  if (problems.length > 0) return { ok: false, problems };
  const webhook = { webhook_url: valueOf(webhookUrl), webhook_headers: valueOf(webhookHeaders) };
  return right({
    ...{ method: valueOf(method), max_retries: valueOf(retries), timeout_s: valueOf(timeout) },
    ...{ backoff: valueOf(backoff), body: valueOf(body), ignored: ignoredOf(wish, alsoKnown) },
    secrets: { url: valueOf(url), headers: valueOf(headers), ...webhook, ...spelledOtherwise(wish, url, webhookUrl) },
  });
}

/** The URLs as they were written, where that is not how we call them. */
function spelledOtherwise(
  wish: Wish,
  url: Checked<string>,
  webhookUrl: Checked<string | null>,
): Pick<CallSecrets, 'given'> {
  const asWritten = (field: string, called: string | null) =>
    called === null || wish[field] === called ? {} : { [field]: String(wish[field]) };
  const given = { ...asWritten('url', valueOf(url)), ...asWritten('webhook_url', valueOf(webhookUrl)) };
  return Object.keys(given).length === 0 ? {} : { given };
}

/** Whether a field says something: null is as good as left out. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

export function right<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function wrong(field: string, message: string): { ok: false; problems: FieldProblem[] } {
  return { ok: false, problems: [{ field, message }] };
}

export function problemsOf(parts: readonly Checked<unknown>[]): FieldProblem[] {
  return parts.flatMap((part) => (part.ok ? [] : part.problems));
}

/** Only once all parts are known to be right. */
export function valueOf<T>(part: Checked<T>): T {
  if (!part.ok) throw new Error('A part of a request that was refused has no value.');
  return part.value;
}

/** The value of a field, or what it is when it is left out. */
export function optional<T>(
  wish: Wish,
  field: string,
  otherwise: T,
  check: (value: unknown, field: string) => Checked<T>,
): Checked<T> {
  const value = wish[field];
  return isGiven(value) ? check(value, field) : right(otherwise);
}

function urlAt(wish: Wish, field: string): Checked<string> {
  const checked = checkCallUrl(wish[field] ?? undefined);
  return checked.ok ? right(checked.url) : wrong(field, checked.problem);
}

/** Fliq's docs say `http_method`, its client says `method`. */
function methodOf(wish: Wish): Checked<JobMethod> {
  const given = ['http_method', 'method'].filter((field) => isGiven(wish[field]));
  const unknown = given.filter((field) => !(JOB_METHODS as readonly unknown[]).includes(wish[field]));
  const message = `Use one of ${JOB_METHODS.join(', ')}.`;
  if (unknown.length > 0) return { ok: false, problems: unknown.map((field) => ({ field, message })) };
  const [first, second] = given.map((field) => wish[field] as JobMethod);
  if (second === undefined || first === second) return right(first ?? 'POST');
  return wrong('method', 'It says something else than http_method: give one of the two.');
}

function headersAt(wish: Wish, field: string): Checked<Readonly<Record<string, string>>> {
  const given = wish[field] ?? {};
  const checked = checkCallHeaders(given, field);
  const ours = typeof given === 'object' ? Object.keys(given).filter((name) => OURS.test(name)) : [];
  const problems = ours.map((name) => ({
    field: `${field}.${name.slice(0, LONGEST_NAME)}`,
    message: 'Headers that begin with X-Fliq- are set by us and cannot be given.',
  }));
  if (checked.ok) return problems.length > 0 ? { ok: false, problems } : right(checked.headers);
  return { ok: false, problems: [...checked.problems, ...problems] };
}

function webhookHeadersOf(wish: Wish): Checked<Readonly<Record<string, string>>> {
  const checked = headersAt(wish, 'webhook_headers');
  if (!checked.ok || isGiven(wish['webhook_url']) || Object.keys(checked.value).length === 0) return checked;
  return wrong('webhook_headers', 'There is no webhook_url that they could go to.');
}

function checkBody(value: unknown, field: string): Checked<string | null> {
  if (typeof value !== 'string') return wrong(field, 'The body must be a text; JSON goes in as the text of it.');
  if (Buffer.byteLength(value) > MAX_JOB_BODY_BYTES)
    return wrong(field, 'The body may have 1 MiB; send a shorter one.');
  return right(value === '' ? null : value);
}

function wholeNumber(least: number, most: number): (value: unknown, field: string) => Checked<number> {
  return (value, field) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? right(Number(value))
      : wrong(field, `must be a whole number from ${least} to ${most}.`);
}

function checkBackoff(value: unknown, field: string): Checked<Backoff> {
  const known = BACKOFFS.find((one) => one === value);
  return known ? right(known) : wrong(field, `Use one of ${BACKOFFS.join(', ')}.`);
}

function ignoredOf(wish: Wish, alsoKnown: readonly string[]): string[] {
  const names = Object.keys(wish).filter((name) => !FIELDS.includes(name) && !alsoKnown.includes(name));
  return names.slice(0, MOST_IGNORED).map((name) => name.slice(0, LONGEST_NAME));
}
