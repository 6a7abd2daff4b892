import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { eventually } from '../support/eventually.js';
import { addresses } from './addresses.js';
import { Agent } from './agent.js';
import { ip, setSwitches } from './ip.js';
import { processMark } from './leftovers.mjs';

const { engine, engineAnew, seller, nameServer, dead, intranet, engineInIntranet } = addresses;
/** Frames to it are dropped by whoever gets them. */
const NOBODYS_MAC = '02:00:00:00:00:66';

/**
 * An internet and an intranet in three network namespaces. The engine sits in the first, with one cable to each of the others and no
 * route to anywhere else: no packet of what runs there can leave this machine. Sellers and their name server are in the second. The
 * third answers on private addresses and at the clouds' metadata address: what a seller must never make us reach.
 */
export class TestInternet {
  readonly engine: Agent;
  readonly outside: Agent;
  readonly inside: Agent;

  /** Makes the namespaces. `stop` removes them, or the end of the process, or the next run. */
  static start(): TestInternet {
    const prefix = `roundtrip-${processMark(process.pid)}-${randomBytes(3).toString('hex')}`;
    const names = { engine: `${prefix}-engine`, outside: `${prefix}-outside`, inside: `${prefix}-inside` };
    process.once('exit', () => remove(names));
    try {
      layCables(names);
      return new TestInternet(names);
    } catch (error) {
      remove(names);
      throw error;
    }
  }

  private constructor(readonly names: Names) {
    this.engine = new Agent(names.engine);
    this.outside = new Agent(names.outside);
    this.inside = new Agent(names.inside);
  }

  /** Pulls the cable on the sellers' side: what is on its way is lost, and nobody is told. */
  unplug(): void {
    ip(`-n ${this.names.outside} link set engine down`);
  }

  /** Puts it back, and waits until it carries: the kernel takes up to a second to notice. */
  async plug(): Promise<void> {
    const { engine: here, outside } = this.names;
    ip(`-n ${outside} link set engine up`);
    await eventually(() => isUp(here, 'internet') && isUp(outside, 'engine'));
  }

  /** Ends all connections on the sellers' side as a power failure would: none of it is told again where that is lost. */
  forgetConnections(): void {
    ip(`netns exec ${this.names.outside} ss --kill --tcp --no-header state connected`);
  }

  /**
   * As when the NAT before the engine has lost its memory: packets of old connections still go out, and what comes back for them is
   * lost; new connections get a new address.
   */
  forgetEngine(): void {
    this.rememberOnly(engineAnew, engine);
  }

  rememberEngine(): void {
    this.rememberOnly(engine, engineAnew);
  }

  /** Connections that the kernel is still trying to make from the engine. */
  attemptsAtDial(): number {
    const SYN_SENT = '02';
    const rows = ['tcp', 'tcp6'].flatMap((name) => readFileSync(`${this.engine.procNet}/${name}`, 'utf8').split('\n'));
    return rows.filter((row) => row.trim().split(/\s+/)[3] === SYN_SENT).length;
  }

  /** IP packets to the intranet's own addresses so far, of whatever kind. Broadcasts between neighbours are not among them. */
  packetsInside(): number {
    const { procNet } = this.inside;
    const [names, values] = readFileSync(`${procNet}/snmp`, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('Ip:'))
      .map((line) => line.split(' '));
    const four = Number(values![names!.indexOf('InReceives')]);
    const six = Object.fromEntries(
      readFileSync(`${procNet}/snmp6`, 'utf8')
        .split('\n')
        .map((line) => line.split(/\s+/) as [string, string]),
    );
    return four + Number(six['Ip6InReceives']) - Number(six['Ip6InMcastPkts']);
  }

  async stop(): Promise<void> {
    await Promise.all([this.engine, this.outside, this.inside].map((agent) => agent.stop()));
    remove(this.names);
  }

  private rememberOnly(now: Pair, before: Pair): void {
    const { outside } = this.names;
    for (const gone of [before.four, before.six])
      ip(`-n ${outside} neighbour replace ${gone} lladdr ${NOBODYS_MAC} dev engine nud permanent`);
    ip(`-4 -n ${outside} neighbour flush to ${now.four} dev engine nud permanent`);
    ip(`-6 -n ${outside} neighbour flush to ${now.six} dev engine nud permanent`);
    speakFrom(this.names.engine, now);
  }
}

interface Pair {
  readonly four: string;
  readonly six: string;
}

interface Names {
  readonly engine: string;
  readonly outside: string;
  readonly inside: string;
}

function layCables({ engine: here, outside, inside }: Names): void {
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

function isUp(namespace: string, link: string): boolean {
  return ip(`-n ${namespace} -oneline link show dev ${link}`).includes(' state UP ');
}

/** The address from which the engine opens its connections from now on. */
function speakFrom(namespace: string, { four, six }: Pair): void {
  ip(`-n ${namespace} route replace 11.2.0.0/16 dev internet src ${four}`);
  ip(`-n ${namespace} route replace 2a00:2::/64 dev internet src ${six}`);
}

/** Each by itself: what is not there any more cannot keep the others. */
function remove(names: Names): void {
  for (const name of Object.values(names) as string[]) {
    try {
      ip(`netns delete ${name}`);
    } catch {
      continue;
    }
  }
}
