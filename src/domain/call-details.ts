import { beginningOf } from './attempt-words.js';
import type { CallTimings, Exchange, HttpCall } from './exchange.js';
import { redactUrl } from './redact-url.js';
import { SecretForms } from './scrub.js';
import { clip } from './seller-words.js';

const MASK = '••••';
const BODY_CHARS = 2_048;
const MOST_HEADERS = 40;
const NAME_CHARS = 100;
const VALUE_CHARS = 300;

/** Headers whose values are no secrets, whoever sends them to whom. Every other one of a request is masked. */
const PLAIN: ReadonlySet<string> = new Set([
  ...['accept', 'accept-encoding', 'content-length', 'content-type', 'date', 'if-modified-since', 'if-none-match'],
  ...['host', 'idempotency-key', 'prefer', 'user-agent', 'webhook-id', 'webhook-timestamp', 'x-request-id'],
]);

/** Headers of an answer that hold, or may hold, what lets somebody in. */
const BEARING = /cookie|secret|password|credential|signature|session|api-?key|(^|-)token$|auth(?!or|enticate$)/;
/** Headers of an answer that are a URL, or name one among other things; relative ones too. */
const URLS: ReadonlySet<string> = new Set([
  ...['location', 'content-location', 'operation-location', 'azure-asyncoperation', 'azure-location'],
]);
const WITH_URLS: ReadonlySet<string> = new Set(['link', 'refresh']);

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What was said in a call, as attempts keep and answer it: nothing secret is in it (contract, section 8). */
export interface CallDetails {
  readonly request_headers: Readonly<Record<string, string>>;
  /** The beginning of what we sent; null where there was no body, and of what was sent to us. */
  readonly request_body: string | null;
  readonly response_headers: Readonly<Record<string, string>>;
  readonly timings: {
    readonly slot_ms: number | null;
    readonly lookup_ms: number | null;
    readonly connect_ms: number | null;
    readonly tls_ms: number | null;
    readonly send_ms: number | null;
    readonly wait_ms: number | null;
    readonly body_ms: number | null;
  } | null;
}

/** Of a call that we made. `secrets`: what its far side may echo, as elsewhere. */
export function detailsOfCall(
  { headers, body }: Pick<HttpCall, 'headers' | 'body'>,
  exchange: Exchange,
  secrets: readonly string[],
): CallDetails {
  const forms = new SecretForms(secrets);
  return {
    request_headers: shown(headers, (name, value) => requestValue(name, value, forms)),
    request_body: body === undefined || body.length === 0 ? null : beginningOf(textOf(body), forms, BODY_CHARS),
    response_headers: shown(exchange.headers ?? {}, (name, value) => responseValue(name, value, forms), forms),
    timings: exchange.timings ? spelled(exchange.timings) : null,
  };
}

/** Of a call that was made to us: its body stands in the attempt's excerpt, and our answer in its outcome. */
export function detailsOfReceived(headers: Headers, secrets: readonly string[]): CallDetails {
  const forms = new SecretForms(secrets);
  const request_headers = shown(headers, (name, value) => requestValue(name, value, forms), forms);
  return { request_headers, request_body: null, response_headers: {}, timings: null };
}

/** `forms`: where a stranger chose the names. */
function shown(headers: Headers, show: (name: string, value: string) => string, forms?: SecretForms) {
  // Without a prototype: a header may be called `__proto__`.
  const told = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers).slice(0, MOST_HEADERS)) {
    if (value === undefined) continue;
    const whole = typeof value === 'string' ? value : value.join(', ');
    told[forms ? beginningOf(name, forms, NAME_CHARS) : name] = clip(show(name.toLowerCase(), whole), VALUE_CHARS);
  }
  return told;
}

function requestValue(name: string, value: string, forms: SecretForms): string {
  return PLAIN.has(name) ? beginningOf(value, forms, value.length) : MASK;
}

function responseValue(name: string, value: string, forms: SecretForms): string {
  if (BEARING.test(name)) return MASK;
  const clean = beginningOf(value, forms, value.length);
  if (URLS.has(name)) return redactUrl(clean);
  return WITH_URLS.has(name) ? clean.replace(/\?[^\s"'<>]*/g, `?${MASK}`) : clean;
}

function textOf(body: string | Uint8Array): string {
  return typeof body === 'string' ? body : Buffer.from(body.subarray(0, 8 * BODY_CHARS)).toString('utf8');
}

function spelled(timings: CallTimings): NonNullable<CallDetails['timings']> {
  const { slotMs, lookupMs, connectMs, tlsMs, sendMs, waitMs, bodyMs } = timings;
  return {
    ...{ slot_ms: slotMs, lookup_ms: lookupMs, connect_ms: connectMs, tls_ms: tlsMs },
    ...{ send_ms: sendMs, wait_ms: waitMs, body_ms: bodyMs },
  };
}
