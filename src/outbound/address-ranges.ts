import ipaddr from 'ipaddr.js';

export type IPv4 = ipaddr.IPv4;
export type IPv6 = ipaddr.IPv6;

/** A range that calls to strangers never reach. */
export interface RefusedRange<Address> {
  holds(address: Address): boolean;
  /** What the range is, to stand after "it is in". */
  readonly words: string;
}

/**
 * Every IPv4 range that is not plain global unicast: IANA's special-purpose registry (RFC 6890 and its updates),
 * multicast, class E, and one public address that clouds use as an inner one.
 */
export const refusedIPv4 = {
  thisNetwork: range4('"this network" (0.0.0.0/8, RFC 791)', '0.0.0.0/8'),
  private: range4('a private network (RFC 1918)', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'),
  carrierGradeNat: range4('carrier-grade NAT space (100.64.0.0/10, RFC 6598)', '100.64.0.0/10'),
  loopback: range4('the loopback network (127.0.0.0/8)', '127.0.0.0/8'),
  linkLocal: range4('the link-local network, where clouds keep their metadata (169.254.0.0/16)', '169.254.0.0/16'),
  ietfProtocols: range4('the IETF protocol block (192.0.0.0/24, RFC 6890)', '192.0.0.0/24'),
  documentation: range4('a documentation block (RFC 5737)', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'),
  sixToFourRelay: range4('the retired 6to4 relay block (192.88.99.0/24, RFC 7526)', '192.88.99.0/24'),
  benchmarking: range4('the benchmarking block (198.18.0.0/15, RFC 2544)', '198.18.0.0/15'),
  cloudPlatform: range4("a cloud platform's inner address (168.63.129.16)", '168.63.129.16/32'),
  multicast: range4('multicast space (224.0.0.0/4)', '224.0.0.0/4'),
  broadcast: range4('the broadcast address (255.255.255.255)', '255.255.255.255/32'),
  reserved: range4('reserved space (240.0.0.0/4)', '240.0.0.0/4'),
} satisfies Record<string, RefusedRange<IPv4>>;

/**
 * IPv6 ranges refused by name. What none of them holds must still be global unicast (`globalUnicast`).
 * Forms that carry an IPv4 address are not here: `embeddedIPv4` takes the inner address out, and that is judged.
 */
export const refusedIPv6 = {
  unspecified: range6('the unspecified address (::)', '::/128'),
  loopback: range6('the loopback address (::1)', '::1/128'),
  uniqueLocal: range6('a unique local network (fc00::/7, RFC 4193)', 'fc00::/7'),
  linkLocal: range6('the link-local network (fe80::/10)', 'fe80::/10'),
  siteLocal: range6('the retired site-local network (fec0::/10)', 'fec0::/10'),
  multicast: range6('multicast space (ff00::/8)', 'ff00::/8'),
  discard: range6('the discard-only block (100::/64, RFC 6666)', '100::/64'),
  dummy: range6('the dummy prefix (100:0:0:1::/64, RFC 9780)', '100:0:0:1::/64'),
  teredo: range6('the Teredo block (2001::/32)', '2001::/32'),
  orchid: range6('an ORCHID block (RFC 4843, RFC 7343)', '2001:10::/28', '2001:20::/28'),
  documentation: range6('a documentation block (RFC 3849, RFC 9637)', '2001:db8::/32', '3fff::/20'),
  ietfProtocols: range6('the IETF protocol block (2001::/23, RFC 2928)', '2001::/23'),
  localNat64: range6('the local NAT64 prefix (64:ff9b:1::/48, RFC 8215)', '64:ff9b:1::/48'),
  translated: range6('the IPv4-translated block (::ffff:0:0:0/96, RFC 7915)', '::ffff:0:0:0/96'),
} satisfies Record<string, RefusedRange<IPv6>>;

/** The only IPv6 space that IANA has given out for the public Internet. */
export const globalUnicast = range6('global unicast (2000::/3)', '2000::/3');

const mapped = range6('IPv4-mapped', '::ffff:0:0/96');
const compatible = range6('IPv4-compatible', '::/96');
const nat64 = range6('NAT64', '64:ff9b::/96');
const sixToFour = range6('6to4', '2002::/16');

export interface Embedded {
  readonly form: string;
  readonly address: IPv4;
}

/**
 * The IPv4 address that a packet to this IPv6 address would end at: IPv4-mapped and -compatible (RFC 4291), NAT64 (RFC
 * 6052), 6to4 (RFC 3056). Null for all others, `::` and `::1` among them.
 */
export function embeddedIPv4(address: IPv6): Embedded | null {
  const bytes = address.toByteArray();
  if (sixToFour.holds(address)) return { form: sixToFour.words, address: new ipaddr.IPv4(bytes.slice(2, 6)) };
  const inLastBytes = [mapped, nat64, compatible].find((form) => form.holds(address));
  if (!inLastBytes || refusedIPv6.unspecified.holds(address) || refusedIPv6.loopback.holds(address)) return null;
  return { form: inLastBytes.words, address: new ipaddr.IPv4(bytes.slice(12)) };
}

function range4(words: string, ...cidrs: string[]): RefusedRange<IPv4> {
  const blocks = cidrs.map((cidr) => ipaddr.IPv4.parseCIDR(cidr));
  return { words, holds: (address) => blocks.some((block) => address.match(block)) };
}

function range6(words: string, ...cidrs: string[]): RefusedRange<IPv6> {
  const blocks = cidrs.map((cidr) => ipaddr.IPv6.parseCIDR(cidr));
  return { words, holds: (address) => blocks.some((block) => address.match(block)) };
}
