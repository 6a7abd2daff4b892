import { parseUrl } from '../domain/parse-url.js';
import ipaddr from 'ipaddr.js';
import { bad, good, type Parsed, type Parser } from './knob.js';

/** Where the embedded database lies. */
export interface SqliteDatabase {
  readonly kind: 'sqlite';
  /** As given, relative to the working directory. */
  readonly path: string;
}

/** A Postgres server, shared by any number of processes. */
export interface PostgresServer {
  readonly kind: 'postgres';
  /** As given: it may hold a password. */
  readonly url: string;
}

/** An http(s) URL of the operator's own, without credentials and fragment. Given back in canonical form. */
export function httpUrl(text: string): Parsed<string> {
  const url = parseHttpUrl(text);
  return url ? good(url.href) : bad('must be an http: or https: URL without user name, password and fragment');
}

/** The base that other URLs are built on: no query either, and no slash at the end. */
export function baseUrl(text: string): Parsed<string> {
  const url = parseHttpUrl(text);
  if (!url || text.includes('?')) {
    return bad('must be an http: or https: URL without user name, password, query and fragment');
  }
  return good(url.href.replace(/\/+$/, ''));
}

/**
 * An origin that browsers are told to trust, in canonical form: `https://shop.example`, `https://[2001:db8::1]:8443`; `http` for
 * localhost alone. No wildcards, and no sign in the name that would end a directive of a Content-Security-Policy.
 */
export function origin(text: string): Parsed<string> {
  const url = parseHttpUrl(text);
  const isBare = url?.pathname === '/' && !text.includes('?') && !text.includes('\\');
  const isName = url !== undefined && (/^[a-z0-9.-]+$/.test(url.hostname) || /^\[[0-9a-f:]+\]$/.test(url.hostname));
  const isSafe = url?.protocol === 'https:' || url?.hostname === 'localhost';
  if (url && isBare && isName && isSafe) return good(url.origin);
  return bad('must list origins such as https://shop.example, without a path; http only for localhost');
}

/** A name or an address to listen on. */
export function hostName(text: string): Parsed<string> {
  const name = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(text);
  const numeric = /^[\d.]+$/.test(text);
  const fine = isAddress(text) || (name && !numeric);
  return fine ? good(text) : bad('must be an IP address or a host name, without a port');
}

/** An address or a network: `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`. */
export function addressOrNetwork(text: string): Parsed<string> {
  return isAddress(text) || parseNetwork(text)
    ? good(text)
    : bad('must list IP addresses or networks such as 10.0.0.0/8');
}

/** A network in CIDR form whose host bits are zero; a lone address is a network of one. */
export function network(text: string): Parsed<string> {
  if (isAddress(text)) return good(`${text}/${text.includes(':') ? 128 : 32}`);
  const parsed = parseNetwork(text);
  if (!parsed) return bad('must list networks such as 10.0.0.0/8 or fd00::/8');
  if (parsed.first !== parsed.address)
    return bad(`must list networks by their first address: ${parsed.first}/${parsed.bits}`);
  return good(`${parsed.address}/${parsed.bits}`);
}

/** `ip`, `ip:port`, `[ip6]:port`. */
export function nameServer(text: string): Parsed<string> {
  const [, host6, host4, port] = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = host6 ?? host4 ?? text;
  const portFine = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535);
  return isAddress(address) && portFine ? good(text) : bad('must list IP addresses, each with or without :port');
}

export const databaseUrl: Parser<SqliteDatabase | PostgresServer> = (text) => {
  if (/^postgres(ql)?:/i.test(text)) return postgresUrl(text);
  const path = pathAfter('sqlite:', text);
  if (!path || path === ':memory:')
    return bad(
      'must be sqlite:<path>, a file on this machine, or postgres://<user>:<password>@<host>:<port>/<database>',
    );
  return good(Object.freeze({ kind: 'sqlite' as const, path }));
};

/** A connection URI as libpq has it (https://www.postgresql.org/docs/current/libpq-connect.html), with one host and a database. */
function postgresUrl(text: string): Parsed<PostgresServer> {
  const must = 'must be postgres://<user>:<password>@<host>:<port>/<database>, special characters percent-encoded';
  try {
    const { protocol, hostname, pathname } = new URL(text);
    const isWhole = /^postgres(ql)?:$/.test(protocol) && hostname !== '' && /^\/[^/]+$/.test(pathname);
    return isWhole ? good(Object.freeze({ kind: 'postgres' as const, url: text })) : bad(must);
  } catch {
    return bad(must);
  }
}

/** `sqlite:./a`, `sqlite:/a` and `sqlite:///a`. Options after `?` would be ignored, so they are refused. */
export function pathAfter(scheme: string, text: string): string | undefined {
  if (!text.startsWith(scheme) || /[?#\0]/.test(text)) return undefined;
  return text.slice(scheme.length).replace(/^\/\//, '');
}

function parseHttpUrl(text: string): URL | undefined {
  if (!/^https?:\/\//i.test(text) || text.includes('#') || /\s/.test(text)) return undefined;
  const url = parseUrl(text);
  return !url || url.username || url.password ? undefined : url;
}

/** Strict: four decimal parts, or IPv6 without a zone. `ipaddr.js` alone also reads `10.1` and `0x7f.1`. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (/^[0-9a-f:.]+$/i.test(text) && ipaddr.IPv6.isValid(text));
}

function parseNetwork(text: string): { address: string; first: string; bits: number } | undefined {
  const [address = '', prefix = '', ...more] = text.split('/');
  if (more.length > 0 || !isAddress(address) || !/^\d{1,3}$/.test(prefix) || !ipaddr.isValidCIDR(text))
    return undefined;
  const [parsed, bits] = ipaddr.parseCIDR(text);
  const family = parsed.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return { address: parsed.toString(), first: family.networkAddressFromCIDR(text).toString(), bits };
}
