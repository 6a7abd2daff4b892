import type { Exchange, HttpCall } from '../domain/exchange.js';
import { CallProblem } from './call-problem.js';
import { ExchangeReceiver } from './exchange-receiver.js';
import { flatHeaders, headerFault } from './header-guard.js';
import { wireBody } from './request-body.js';
import { readTarget } from './target.js';
import { Transport, type TransportOptions } from './transport.js';
import type { WireRequest } from './wire-call.js';

export interface GuardedClientOptions extends TransportOptions {
  /** Sent where the call brings no User-Agent of its own: `Roundtrip/<version>`. */
  readonly userAgent: string;
  /** Over how long the speed of a body is measured, where a call sets `minBytesPerSecond`. Default 10,000 ms. */
  readonly paceWindowMs?: number;
}

const PACE_WINDOW_MS = 10_000;

/**
 * The one door to strangers' servers (contract, sections 4 and 5). It looks up, checks and dials addresses itself,
 * follows no redirect, holds one deadline over everything and counts bytes while they arrive.
 */
export class GuardedClient {
  /** The wire underneath, for an axios that shares connections and limits (`guarded-axios.ts`). */
  readonly transport: Transport;
  private readonly defaults: Readonly<Record<string, string>>;
  private readonly paceWindowMs: number;

  /** @throws when a network, a name server or an authority cannot be read. */
  constructor(options: GuardedClientOptions) {
    this.transport = new Transport(options);
    this.paceWindowMs = options.paceWindowMs ?? PACE_WINDOW_MS;
    // A compressed answer could be a bomb, and the check's judge reads none.
    this.defaults = { 'user-agent': options.userAgent, 'accept-encoding': 'identity' };
  }

  /**
   * Makes a call. What goes wrong on the way is an `Unanswered`, never an exception; only what the call's own sink throws comes
   * out as it is. A URL that may not be called is `blocked_address`; a URL or header that HTTP does not allow is
   * `connection_error`, both with `sentFully` false.
   */
  call(call: HttpCall): Promise<Exchange> {
    return new Promise((resolve, reject) => {
      const receiver = new ExchangeReceiver(call.sink, resolve, reject);
      const request = this.prepare(call);
      if (request instanceof CallProblem)
        receiver.failed({ problem: request, sentFully: false, status: undefined, phase: 'start' });
      else receiver.wire = this.transport.send(request, receiver);
    });
  }

  /** Ends what is under way as `aborted` and closes every socket. */
  async close(): Promise<void> {
    this.transport.close();
  }

  private prepare(call: HttpCall): WireRequest | CallProblem {
    const { method, timeoutMs, maxBytes, signal } = call;
    const target = readTarget(call.url, call.trust);
    if (target instanceof CallProblem) return target;
    const fault = headerFault(call.headers);
    if (fault) return new CallProblem('connection_error', `The call to ${target.host} was not made. ${fault}`);
    const { body, headers: framing } = wireBody(call.body);
    const headers = flatHeaders(call.headers, this.defaults).concat(framing);
    const { minBytesPerSecond: bytesPerSecond, freshConnection: fresh = false, apart } = call;
    const pace = bytesPerSecond === undefined ? undefined : { bytesPerSecond, windowMs: this.paceWindowMs };
    return { method, target, headers, body, timeoutMs, maxBytes, pace, fresh, apart, signal };
  }
}
