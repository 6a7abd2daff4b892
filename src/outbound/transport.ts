import { AbortWatch } from './abort-watch.js';
import { parseAllowedNetworks } from './address-guard.js';
import { CallProblem } from './call-problem.js';
import { ConnectionPool } from './connection-pool.js';
import { NameResolver } from './resolver.js';
import { createTrustStore } from './trust-store.js';
import { WireCall, type Receiver, type WireRequest } from './wire-call.js';

export interface TransportOptions {
  /** ALLOWED_PRIVATE_NETWORKS: CIDRs that strangers' calls may reach in spite of the guard. */
  readonly allowedNetworks: readonly string[];
  /** DNS_SERVERS: `ip[:port]`; empty means the system's. */
  readonly dnsServers: readonly string[];
  /** Authorities (PEM) trusted beside Node's own and NODE_EXTRA_CA_CERTS. */
  readonly ca?: readonly string[];
  readonly maxConnectionsPerOrigin: number;
  /** Idle connections kept over all origins. Default 512. */
  readonly maxIdleConnections?: number;
  /** The most that one name lookup may take, in milliseconds. Default 5,000; the call's own budget counts as well. */
  readonly lookupTimeoutMs?: number;
  /** Default /etc/hosts. */
  readonly hostsFile?: string;
}

/**
 * The guarded wire: sends checked requests and nothing else. `GuardedClient` and the axios adapter are its two faces.
 */
export class Transport {
  private readonly resolver: NameResolver;
  private readonly pool: ConnectionPool;
  private readonly watch = new AbortWatch();
  private readonly open = new Set<WireCall>();
  private closed = false;

  /** @throws when a network or a name server cannot be read. */
  constructor(options: TransportOptions) {
    const { dnsServers: servers, lookupTimeoutMs: timeoutMs, hostsFile } = options;
    this.resolver = new NameResolver({ servers, timeoutMs, hostsFile });
    const allowed = parseAllowedNetworks(options.allowedNetworks);
    const road = { resolver: this.resolver, allowed, trustStore: createTrustStore(options.ca) };
    const limits = { perOrigin: options.maxConnectionsPerOrigin, idle: options.maxIdleConnections ?? 512 };
    this.pool = new ConnectionPool(road, limits);
  }

  /** Starts a call. The receiver hears how it goes, and may hear of its end before this returns; `abort` ends it. */
  send(request: WireRequest, receiver: Receiver): WireCall {
    const call = new WireCall(request, receiver, this.pool, this.watch, (over) => this.open.delete(over));
    if (this.closed) {
      const problem = new CallProblem('aborted', 'The outbound door is closed: this process is stopping.');
      receiver.failed({ problem, sentFully: false, status: undefined, phase: 'start' });
      return call;
    }
    this.open.add(call);
    call.start();
    return call;
  }

  /** Ends every call as aborted and closes every socket. Nothing can be sent afterwards. */
  close(): void {
    this.closed = true;
    for (const call of this.open) call.abort();
    this.pool.close();
    this.resolver.close();
  }
}
