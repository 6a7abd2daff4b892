import type { Exchange, HttpCall } from '../domain/exchange.js';
import { CallProblem } from './call-problem.js';
import { CollectedBody } from './capped-body.js';
import { flatHeaders, headerFault, readHeaders } from './header-guard.js';
import { wireBody } from './request-body.js';
import { readTarget } from './target.js';
import { Transport, type TransportOptions } from './transport.js';
import type { Receiver, WireFailure, WireRequest } from './wire-call.js';

export interface GuardedClientOptions extends TransportOptions {
  /** Sent where the call brings no User-Agent of its own: `Roundtrip/<version>`. */
  readonly userAgent: string;
}

/**
 * The one door to strangers' servers (contract, sections 4 and 5). It looks up, checks and dials addresses itself,
 * follows no redirect, holds one deadline over everything and counts bytes while they arrive.
 */
export class GuardedClient {
  /** The wire underneath, for an axios that shares connections and limits (`guarded-axios.ts`). */
  readonly transport: Transport;
  private readonly defaults: Readonly<Record<string, string>>;

  /** @throws when a network, a name server or an authority cannot be read. */
  constructor(options: GuardedClientOptions) {
    this.transport = new Transport(options);
    // A compressed answer could be a bomb, and the check's judge reads none.
    this.defaults = { 'user-agent': options.userAgent, 'accept-encoding': 'identity' };
  }

  /**
   * Makes a call. Never throws and never rejects: what goes wrong is an `Unanswered`. A URL that may not be called is
   * `blocked_address`; a URL or header that HTTP does not allow is `connection_error`, both with `sentFully` false.
   */
  call(call: HttpCall): Promise<Exchange> {
    return new Promise((resolve) => {
      const receiver = new ExchangeReceiver(resolve);
      const request = this.prepare(call);
      if (request instanceof CallProblem) receiver.failed({ problem: request, sentFully: false, status: undefined });
      else this.transport.send(request, receiver);
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
    return { method, target, headers, body, timeoutMs, maxBytes, fresh: call.freshConnection ?? false, signal };
  }
}

/** Gathers an answer into an Exchange. */
class ExchangeReceiver implements Receiver {
  private readonly startedAt = performance.now();
  private readonly body = new CollectedBody();
  private status = 0;
  private headers: readonly Buffer[] = [];

  constructor(private readonly resolve: (exchange: Exchange) => void) {}

  head(status: number, headers: readonly Buffer[]): void {
    this.status = status;
    this.headers = headers;
  }

  piece(bytes: Buffer): boolean {
    this.body.add(bytes);
    return true;
  }

  end(): void {
    const { status } = this;
    const headers = readHeaders(this.headers);
    this.resolve({ kind: 'answered', status, headers, body: this.body.toBuffer(), durationMs: this.elapsed() });
  }

  failed({ problem, sentFully, status }: WireFailure): void {
    const { failure, message } = problem;
    const seen = status === undefined ? {} : { status };
    this.resolve({ kind: 'unanswered', failure, message, sentFully, ...seen, durationMs: this.elapsed() });
  }

  /** Whole milliseconds. */
  private elapsed(): number {
    return Math.round(performance.now() - this.startedAt);
  }
}
