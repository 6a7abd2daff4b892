import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Exchange, HttpCall } from '../../src/domain/exchange.js';
import type { GuardedClientOptions } from '../../src/outbound/guarded-client.js';
import { nameServer, type NameServer, type Zone } from '../outbound/name-server.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import { eventually } from '../support/eventually.js';
import { addresses } from './addresses.js';
import type { Door } from './agent.js';
import { PublicSeller } from './public-seller.js';
import { TestInternet } from './test-internet.js';

export type DoorOptions = Partial<GuardedClientOptions>;

/** What the tests of this folder share, made before the first of a file and taken down after the last. */
export interface SystemWorld {
  readonly internet: TestInternet;
  readonly authority: LocalAuthority;
  /** On the public addresses, with a certificate for them and for `*.shop.test`. */
  readonly seller: PublicSeller;
  /** The only name server there is; its list of questions is emptied after each test. */
  readonly names: NameServer;
  /** What it answers: names are added by the tests. Emptied after each. */
  readonly zone: Zone;
  /** The built guarded client in the engine's namespace, with no private network allowed; closed after the test. */
  door(options?: DoorOptions): Promise<Door>;
}

interface Made {
  internet: TestInternet;
  authority: LocalAuthority;
  seller: PublicSeller;
  names: NameServer;
}

export function createSystemWorld(): SystemWorld {
  const made: Partial<Made> = {};
  const zone: Zone = {};
  const doors: Door[] = [];
  beforeAll(async () => {
    made.internet = TestInternet.start();
    const { outside } = made.internet;
    made.authority = await createAuthority();
    const { four, six } = addresses.seller;
    const certificate = await made.authority.issue(['*.shop.test', four, six]);
    made.seller = new PublicSeller(certificate, await outside.listen(443));
    made.names = await nameServer(zone, await outside.bind(53, addresses.nameServer));
  });
  afterEach(async () => {
    for (const door of doors.splice(0)) await door.close();
    made.internet?.forgetConnections();
    await eventually(() => made.seller?.openConnections === 0);
    made.seller?.reset();
    for (const name of Object.keys(zone)) delete zone[name];
    made.names?.questions.splice(0);
  });
  afterAll(async () => {
    await made.seller?.close();
    made.names?.close();
    await made.internet?.stop();
  });
  const door = async (options: DoorOptions) => {
    const ours = { allowedNetworks: [], dnsServers: [addresses.nameServer], ca: [made.authority!.caPem] };
    const rest = { userAgent: 'Roundtrip/0.0.0-test', maxConnectionsPerOrigin: 8 };
    const opened = await made.internet!.engine.openDoor({ ...ours, ...rest, ...options });
    doors.push(opened);
    return opened;
  };
  return {
    get internet() {
      return made.internet!;
    },
    get authority() {
      return made.authority!;
    },
    get seller() {
      return made.seller!;
    },
    get names() {
      return made.names!;
    },
    zone,
    door: (options = {}) => door(options),
  };
}

export interface Timed {
  readonly exchange: Exchange;
  /** Milliseconds, whole trip to the process in the namespace and back included. */
  readonly took: number;
}

export async function timed(door: Door, call: Omit<HttpCall, 'signal'>): Promise<Timed> {
  const started = performance.now();
  const exchange = await door.call(call);
  return { exchange, took: Math.round(performance.now() - started) };
}

/** A figure for whoever reads the log; past jest, which would add where it was said. */
export function tell(figure: string): void {
  process.stderr.write(`[system] ${figure}\n`);
}
