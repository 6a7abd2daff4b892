import { isIP, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { guardAddress, type AllowedNetworks } from './address-guard.js';
import { CallProblem, type CallPhase } from './call-problem.js';
import { dial, SOCKET_BUFFER } from './dial.js';
import type { NameResolver } from './resolver.js';
import type { Target } from './target.js';

/** What every connection of a transport shares. */
export interface Road {
  readonly resolver: NameResolver;
  readonly allowed: AllowedNetworks;
  readonly trustStore: tls.SecureContext;
}

/**
 * Opens a connection to a target: look up, check every address, dial a checked one, speak TLS. The name is never looked
 * up twice, so a name server that changes its mind in between (DNS rebinding) changes nothing.
 */
export async function openConnection(
  target: Target,
  road: Road,
  signal: AbortSignal,
  onPhase: (phase: CallPhase) => void,
): Promise<Socket> {
  onPhase('lookup');
  const addresses = await checkedAddresses(target, road, signal);
  onPhase('connect');
  const socket = await dial(addresses, target.port, signal);
  // Idle NAT entries and hosts that vanished without a word are found out by probes.
  socket.setKeepAlive(true, 60_000);
  if (!target.secure) return socket;
  onPhase('tls');
  return handshake(socket, target.host, road.trustStore, signal);
}

async function checkedAddresses(target: Target, road: Road, signal: AbortSignal): Promise<readonly string[]> {
  const { host } = target;
  if (isIP(host) !== 0) return target.trust === 'operator' ? [host] : guarded(target, [host], road);
  const found = await road.resolver.lookup(host, signal);
  if (found.kind === 'failed') throw new CallProblem('dns_error', `The name ${host} ${found.message}.`);
  if (target.trust === 'operator') return found.addresses;
  if (found.source === 'dns') return guarded(target, found.addresses, road);
  // The hosts file is the operator's own, not an attacker's answer: `localhost` is both 127.0.0.1 and ::1 there, and
  // allowing one of them should do. Only what passes is dialled.
  const passing = found.addresses.filter((address) => !guardAddress(address, road.allowed));
  return passing.length > 0 ? passing : guarded(target, found.addresses, road);
}

/** One refused address spoils the whole answer: an honest name has no reason to mix them. */
function guarded(target: Target, addresses: readonly string[], road: Road): readonly string[] {
  for (const address of addresses) {
    const refusal = guardAddress(address, road.allowed);
    if (refusal) throw new CallProblem('blocked_address', `The address of ${target.host} ${refusal.message}.`);
  }
  return addresses;
}

function handshake(
  socket: Socket,
  host: string,
  secureContext: tls.SecureContext,
  signal: AbortSignal,
): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    // An IP address is no server name (RFC 6066), but the certificate is still held against it, as `host`.
    const servername = isIP(host) === 0 ? host : '';
    const options = {
      socket,
      host,
      servername,
      secureContext,
      ALPNProtocols: ['http/1.1'],
      highWaterMark: SOCKET_BUFFER,
    };
    const secured = tls.connect(options as tls.ConnectionOptions);
    const abort = (): void => void secured.destroy(new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    secured.on('error', (error: Error) => (signal.removeEventListener('abort', abort), reject(error)));
    secured.once('secureConnect', () => (signal.removeEventListener('abort', abort), resolve(secured)));
  });
}
