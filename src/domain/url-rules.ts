import { parseUrl } from './parse-url.js';

export { redactUrl } from './redact-url.js';

/** Most characters of a URL, as given and in its canonical form (contract, section 8). */
export const MAX_URL_LENGTH = 2_048;

/** `url` is the canonical form (WHATWG): store and call only that, never the text that was given. */
export type UrlCheck = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly problem: string };

const ORDER_ID = '{order_id}';
const REMOTE_ID = '{remote_id}';
/** Most characters of the id that a seller's reply gives an order. */
const MAX_REMOTE_ID = 500;
const PLACEHOLDER = /\{[A-Za-z_$][\w$.-]*\}/;
const SPACE_OR_CONTROL = /[\s\p{Cc}]/u;
const AUTHORITY = /^https:\/\/([^/?#]*)/i;

/** Where orders go: HTTPS, a host, no credentials, no fragment, no placeholders (contract, section 3, `job_url`). */
export function checkJobUrl(text: unknown): UrlCheck {
  return checkPlainUrl(text, 'the order id is in the body of the job');
}

/** Where a seller is told of trouble: the same rules (contract, section 3, `alert_url`). */
export function checkAlertUrl(text: unknown): UrlCheck {
  return checkPlainUrl(text, 'alerts are not about one order');
}

/** Where a call goes that somebody lays down with us, and where its outcome is told (contract, section 8): the same rules. */
export function checkCallUrl(text: unknown): UrlCheck {
  return checkPlainUrl(text, 'it is called as it stands');
}

/** Where many orders are asked for at once: the same rules (contract, section 3, `status_batch_url`). */
export function checkBatchUrl(text: unknown): UrlCheck {
  return checkPlainUrl(text, 'the order ids are in the body of the request');
}

/**
 * Where an order's status is asked for: the rules of a job URL, and `{order_id}` in the path, once or more, and nowhere else; or
 * `{remote_id}`, the id that the seller's reply gives the order, in path or query. The canonical form keeps the placeholders as they
 * are; {@link fillStatusUrl} puts the ids in.
 */
export function checkStatusUrl(text: unknown): UrlCheck {
  const raw = checkText(text);
  if (!raw.ok) return raw;
  const placeholders = [ORDER_ID, REMOTE_ID].filter((name) => raw.url.includes(name));
  if (placeholders.length === 0)
    return refuse(
      'The status URL must hold {order_id} in its path, for example https://host/status/{order_id}, or {remote_id} in path or query',
    );
  let url = raw.url;
  for (const placeholder of placeholders) {
    const marked = markPlaceholder(url, placeholder);
    if (!marked.ok) return marked;
    url = marked.url;
  }
  const fault = checkBraces(
    placeholders.reduce((left, name) => left.replaceAll(name, ''), raw.url),
    'the only placeholders of a status URL are {order_id} and {remote_id}',
  );
  return fault ?? canonical(url);
}

/** The URL in canonical form with one placeholder kept as it is, or why it may not stand where it does. */
function markPlaceholder(url: string, placeholder: string): UrlCheck {
  const count = url.split(placeholder).length - 1;
  const mark = unusedWord(url);
  const other = placeholder === ORDER_ID ? REMOTE_ID : ORDER_ID;
  const otherMark = `other${mark}`;
  const parsed = parse(url.replaceAll(placeholder, mark).replaceAll(other, otherMark));
  if (!parsed.ok) return parsed;
  if (placeholder === ORDER_ID && parsed.url.search.replaceAll(otherMark, '').includes(mark))
    return refuse('{order_id} must stand in the path of the status URL, not in its query');
  const kept = parsed.url.href.replaceAll(otherMark, other);
  if (kept.split(mark).length - 1 !== count)
    return refuse(`${placeholder} must stay in the path: it must not be followed by ".."`);
  return { ok: true, url: kept.replaceAll(mark, placeholder) };
}

/** Whether the URL asks by the id that the seller gave. */
export function asksByRemoteId(url: string): boolean {
  return url.includes(REMOTE_ID);
}

/**
 * The URL to ask: every placeholder replaced by the percent-encoded id. Order ids are UUIDs, never `.` or `..`; remote ids have passed
 * {@link readRemoteId}. Null where the URL needs a remote id and there is none.
 */
export function fillStatusUrl(url: string, orderId: string, remoteId: string | null): string | null {
  if (remoteId === null && asksByRemoteId(url)) return null;
  return url
    .split(ORDER_ID)
    .join(encodeURIComponent(orderId))
    .split(REMOTE_ID)
    .join(encodeURIComponent(remoteId ?? ''));
}

/** An id that a seller gave an order, as text; null where it can be no part of a URL: no text or number, empty, too long, `.` or `..`. */
export function readRemoteId(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text === '' || text.length > MAX_REMOTE_ID) return null;
  return text === '.' || text === '..' || /\p{Cs}/u.test(text) ? null : text;
}

/** Scheme, host and port of a checked URL, as RFC 6454 writes them: `https://host[:port]`. */
export function originOf(url: string): string {
  return new URL(url).origin;
}

function checkPlainUrl(text: unknown, why: string): UrlCheck {
  const raw = checkText(text);
  if (!raw.ok) return raw;
  const parsed = parse(raw.url);
  if (!parsed.ok) return parsed;
  return checkBraces(raw.url, `this URL takes no placeholders: ${why}`) ?? canonical(parsed.url.href);
}

/**
 * What must be seen in the text itself, because a WHATWG parser mends it in silence: it drops tabs and an empty `user@`,
 * reads a backslash as a slash and `https:host` as `https://host`, and takes `{order_id}` for a host name.
 */
function checkText(text: unknown): UrlCheck {
  if (typeof text !== 'string' || text === '') return refuse('The URL must be a text that begins with https://');
  if (text.length > MAX_URL_LENGTH) return refuse(`The URL has more than ${MAX_URL_LENGTH} characters; shorten it`);
  if (SPACE_OR_CONTROL.test(text))
    return refuse('The URL must not hold spaces or control characters; percent-encode them');
  if (text.includes('\\')) return refuse('The URL must not hold a backslash; use / or %5C');
  if (text.includes('#')) return refuse('The URL must not have a fragment; remove the # and what follows');
  const authority = AUTHORITY.exec(text)?.[1];
  if (authority === undefined) return refuse('The URL must begin with https://');
  if (authority === '') return refuse('The URL names no host after https://');
  if (authority.includes('@')) return refuse('The URL must not hold credentials; put them into auth_headers');
  if (/[{}]/.test(authority))
    return refuse('Placeholders must not stand in the host or port of a URL, only in the path');
  return { ok: true, url: text };
}

function parse(text: string): { ok: true; url: URL } | { ok: false; problem: string } {
  const url = parseUrl(text);
  return url === null ? refuse('The URL cannot be read; check its host and port') : { ok: true, url };
}

/**
 * Braces in a path are placeholders gone wrong; in a query they may be somebody's JSON, so only a whole `{word}` counts.
 * Read from the text, not the parsed URL, so that `%7Bword%7D` stays the way to write a literal one.
 */
function checkBraces(text: string, rule: string): UrlCheck | null {
  const name = PLACEHOLDER.exec(text)?.[0];
  if (name !== undefined) return refuse(`The placeholder ${name.slice(0, 60)} is not known here; ${rule}`);
  const path = text.split('?', 1)[0] ?? '';
  return /[{}]/.test(path) ? refuse(`The path of the URL must not hold stray braces; ${rule}`) : null;
}

function canonical(url: string): UrlCheck {
  if (url.length > MAX_URL_LENGTH)
    return refuse(`The URL has more than ${MAX_URL_LENGTH} characters once encoded; shorten it`);
  return { ok: true, url };
}

/** A word that is not in the text, to stand for the placeholder while the URL is parsed. */
function unusedWord(text: string): string {
  let number = 0;
  while (text.includes(`orderid${number}x`)) number++;
  return `orderid${number}x`;
}

function refuse(problem: string): { ok: false; problem: string } {
  return { ok: false, problem: `${problem}.` };
}
