import { addresses } from './addresses.js';
import { ip, setSwitches } from './ip.js';

const { engine, engineAnew, seller, nameServer, dead, intranet, engineInIntranet } = addresses;
/** Frames to it are dropped by whoever gets them. */
export const NOBODYS_MAC = '02:00:00:00:00:66';

/** One machine's address in either family. */
export interface Pair {
  readonly four: string;
  readonly six: string;
}

/** The three namespaces. */
export interface Names {
  readonly engine: string;
  readonly outside: string;
  readonly inside: string;
}

/** Makes the namespaces, and what lies between them. */
export function layCables({ engine: here, outside, inside }: Names): void {
  for (const name of [here, outside, inside]) {
    ip(`netns add ${name}`);
    ip(`-n ${name} link set lo up`);
    // Addresses are there at once, and stay when a cable is pulled.
    const perLink = { accept_dad: '0', keep_addr_on_down: '1', addr_gen_mode: '1', router_solicitations: '0' };
    for (const [key, value] of Object.entries(perLink))
      setSwitches(name, { [`ipv6/conf/all/${key}`]: value, [`ipv6/conf/default/${key}`]: value });
  }
  ip(`-n ${here} link add internet type veth peer name engine netns ${outside}`);
  ip(`-n ${here} link add intranet type veth peer name engine netns ${inside}`);
  const both = [`${engine.four}/16`, `${engineAnew.four}/16`, `${engine.six}/64`, `${engineAnew.six}/64`];
  give(here, 'internet', both, 'noprefixroute');
  speakFrom(here, engine);
  give(here, 'intranet', [`${engineInIntranet.four}/24`, `${engineInIntranet.six}/64`]);
  give(outside, 'engine', [`${nameServer}/16`, `${seller.four}/16`, `${seller.six}/64`]);
  give(inside, 'engine', [`${intranet.four}/24`, `${intranet.metadata}/32`, `${intranet.six}/64`]);
  ip(`-n ${here} route add 169.254.0.0/16 dev intranet`);
  for (const address of [...dead.four, ...dead.six])
    ip(`-n ${here} neighbour add ${address} lladdr ${NOBODYS_MAC} dev internet nud permanent`);
}

function give(namespace: string, link: string, cidrs: readonly string[], how = ''): void {
  for (const cidr of cidrs) ip(`-n ${namespace} address add ${cidr} dev ${link} ${how}`.trim());
  ip(`-n ${namespace} link set ${link} up`);
}

/** Does the kernel send over it? */
export function isUp(namespace: string, link: string): boolean {
  return ip(`-n ${namespace} -oneline link show dev ${link}`).includes(' state UP ');
}

/** The address from which the engine opens its connections from now on. */
export function speakFrom(namespace: string, { four, six }: Pair): void {
  ip(`-n ${namespace} route replace 11.2.0.0/16 dev internet src ${four}`);
  ip(`-n ${namespace} route replace 2a00:2::/64 dev internet src ${six}`);
}

/** Removes the namespaces. Each by itself: what is not there any more cannot keep the others. */
export function remove(names: Names): void {
  for (const name of Object.values(names) as string[]) {
    try {
      ip(`netns delete ${name}`);
    } catch {
      continue;
    }
  }
}
