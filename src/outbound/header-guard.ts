/** RFC 9110, 5.6.2: what a header name may be made of. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Control characters (CR, LF and NUL among them) and what does not fit into Latin-1 (RFC 9110, 5.5). */

const forbidden = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * Headers that belong to the connection or are made from the URL and the body: set by a caller, they could split or
 * misroute a request.
 */
const ours = new Set(
  'connection content-length expect host keep-alive proxy-connection te trailer transfer-encoding upgrade'.split(' '),
);

export type HeaderSource = Readonly<Record<string, string>>;

/** What is wrong with these headers, as a sentence without their values; null when they may be sent. */
export function headerFault(headers: HeaderSource): string | null {
  for (const name in headers) {
    const value: unknown = headers[name];
    if (!token.test(name)) return 'The name of a header is not one that HTTP allows.';
    if (typeof value !== 'string' || forbidden.test(value))
      return `The value of the header ${name} holds what HTTP does not allow: a line break, a control character or one beyond Latin-1.`;
    if (ours.has(name.toLowerCase())) return `The header ${name} cannot be set on a call.`;
  }
  return null;
}

/**
 * Name, value, name, value: as undici takes them quickest. `defaults` (lower-case names) stand in where the caller is
 * silent.
 */
export function flatHeaders(headers: HeaderSource, defaults: HeaderSource): string[] {
  const flat: string[] = [];
  const given = new Set<string>();
  for (const name in headers) {
    flat.push(name, headers[name]!);
    given.add(name.toLowerCase());
  }
  for (const name in defaults) if (!given.has(name)) flat.push(name, defaults[name]!);
  return flat;
}

/** Lower-case names; repeated headers are joined by ", ". Without a prototype: a header may be called `constructor`. */
export function readHeaders(raw: readonly Buffer[]): Record<string, string> {
  const headers = Object.create(null) as Record<string, string>;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]!.toString('latin1').toLowerCase();
    const value = raw[i + 1]!.toString('latin1');
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}
