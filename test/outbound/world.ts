import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Answered, Exchange, HttpCall, Unanswered } from '../../src/domain/exchange.js';
import { GuardedClient, type GuardedClientOptions } from '../../src/outbound/guarded-client.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import type { Certificate } from './servers.js';

/**
 * What the tests of the door share: an authority, a certificate, clients, and everything closed at the end of each
 * test.
 */
export interface World {
  readonly authority: LocalAuthority;
  /** For 127.0.0.1, 127.0.0.2, ::1, localhost, shop.test and *.shop.test. */
  readonly cert: Certificate;
  /** A client that trusts the authority and may reach loopback; `close` comes by itself. */
  client(options?: Partial<GuardedClientOptions>): GuardedClient;
  /** Closes it after the test. */
  use<T extends { close(): unknown }>(thing: T | Promise<T>): Promise<T>;
}

const names = ['127.0.0.1', '127.0.0.2', '::1', 'localhost', 'shop.test', '*.shop.test'];

export function createWorld(): World {
  const open: { close(): unknown }[] = [];
  const made: { authority?: LocalAuthority; cert?: Certificate } = {};
  beforeAll(async () => {
    made.authority = await createAuthority();
    made.cert = await made.authority.issue(names);
  });
  afterEach(async () => {
    for (const thing of open.splice(0).reverse()) await thing.close();
  });
  afterAll(() => void open.splice(0));
  return {
    get authority() {
      return made.authority!;
    },
    get cert() {
      return made.cert!;
    },
    client(options = {}) {
      const client = new GuardedClient({
        allowedNetworks: ['127.0.0.0/8', '::1/128'],
        // Nothing listens there: a test that means to look names up brings its own server.
        dnsServers: ['127.0.0.1:1'],
        ca: [made.authority!.caPem],
        userAgent: 'Roundtrip/0.0.0-test',
        maxConnectionsPerOrigin: 8,
        ...options,
      });
      open.push(client);
      return client;
    },
    async use(thing) {
      const it = await thing;
      open.push(it);
      return it;
    },
  };
}

export function get(url: string, more: Partial<HttpCall> = {}): HttpCall {
  return { method: 'GET', url, headers: {}, timeoutMs: 5_000, maxBytes: 1_000_000, trust: 'stranger', ...more };
}

export function post(url: string, body: string | Uint8Array, more: Partial<HttpCall> = {}): HttpCall {
  return get(url, { method: 'POST', body, freshConnection: true, ...more });
}

export function answered(exchange: Exchange): Answered {
  if (exchange.kind === 'answered') return exchange;
  throw new Error(`Unanswered: ${exchange.failure}, ${exchange.message}`);
}

export function unanswered(exchange: Exchange): Unanswered {
  if (exchange.kind === 'unanswered') return exchange;
  throw new Error(`Answered: ${exchange.status}`);
}
