import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import {
  embeddedIPv4,
  globalUnicast,
  refusedIPv4,
  refusedIPv6,
  type IPv4,
  type IPv6,
  type RefusedRange,
} from './address-ranges.js';

/** Why an address may not be dialled. */
export interface Refusal {
  /** The name of the range, e.g. `loopback` (see `address-ranges.ts`). */
  readonly range: string;
  /** To stand after the name of the host: "is in the loopback network (127.0.0.0/8)". Never the address itself. */
  readonly message: string;
}

/** Networks that may be reached in spite of the guard, parsed once. */
export type AllowedNetworks = readonly [IPv4 | IPv6, number][];

/**
 * Reads ALLOWED_PRIVATE_NETWORKS.
 * @throws when one of them is no CIDR; the settings are checked at boot, so this is a bug or a late boot error.
 */
export function parseAllowedNetworks(cidrs: readonly string[]): AllowedNetworks {
  return cidrs.map((cidr) => ipaddr.parseCIDR(cidr.trim()));
}

/**
 * May a call to a stranger go to this address? Null when it may. What is not plain global unicast is refused, unless an
 * allowed network holds it. IPv6 forms that carry an IPv4 address are judged, and allowed, by that address too.
 */
export function guardAddress(ip: string, allowed: AllowedNetworks): Refusal | null {
  if (ip.includes('%')) return refuse('zoneId', 'carries a zone id, which belongs to one machine only');
  if (isIP(ip) === 0) return refuse('notAnAddress', 'is not an IP address');
  const address = ipaddr.parse(ip);
  if (isAllowed(address, allowed)) return null;
  return address instanceof ipaddr.IPv4 ? judgeIPv4(address) : judgeIPv6(address, allowed);
}

function judgeIPv4(address: IPv4): Refusal | null {
  const found = firstHolding(refusedIPv4, address);
  return found && refuse(found.name, `is in ${found.words}`);
}

function judgeIPv6(address: IPv6, allowed: AllowedNetworks): Refusal | null {
  const embedded = embeddedIPv4(address);
  if (embedded) {
    const inner = isAllowed(embedded.address, allowed) ? null : judgeIPv4(embedded.address);
    return inner && refuse(inner.range, `is an ${embedded.form} address and ${inner.message}`);
  }
  const found = firstHolding(refusedIPv6, address);
  if (found) return refuse(found.name, `is in ${found.words}`);
  // Default deny: most of IPv6 is not given out, and what it will mean one day is unknown.
  return globalUnicast.holds(address) ? null : refuse('notGlobalUnicast', `is outside ${globalUnicast.words}`);
}

function firstHolding<A>(ranges: Record<string, RefusedRange<A>>, address: A): { name: string; words: string } | null {
  for (const [name, range] of Object.entries(ranges)) if (range.holds(address)) return { name, words: range.words };
  return null;
}

function isAllowed(address: IPv4 | IPv6, allowed: AllowedNetworks): boolean {
  return allowed.some((network) => network[0].kind() === address.kind() && address.match(network));
}

function refuse(range: string, message: string): Refusal {
  return { range, message };
}
