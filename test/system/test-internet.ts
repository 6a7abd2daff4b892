import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { eventually } from '../support/eventually.js';
import { addresses } from './addresses.js';
import { Agent } from './agent.js';
import { isUp, layCables, NOBODYS_MAC, remove, speakFrom, type Names, type Pair } from './cables.js';
import { ip } from './ip.js';
import { processMark } from './leftovers.mjs';

const { engine, engineAnew, seller } = addresses;

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

  /** Puts it back, and waits until it carries: the kernel takes a second or so to notice, and to find its neighbours. */
  async plug(): Promise<void> {
    const { engine: here, outside } = this.names;
    ip(`-n ${outside} link set engine up`);
    await eventually(() => isUp(here, 'internet') && isUp(outside, 'engine'));
    for (const address of [seller.four, seller.six]) await eventually(() => this.refuses(address));
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

  /** Nobody listens at port 9; to be told so takes a packet in both directions. */
  private async refuses(address: string): Promise<boolean> {
    const fault = await this.engine.connect(9, address).catch((error: NodeJS.ErrnoException) => error);
    return fault?.code === 'ECONNREFUSED';
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
