import { setTimeout as sleep } from 'node:timers/promises';
import { waitBeforeRetry, type CallRetry } from '../domain/call-retry.js';
import type { Clock } from '../domain/clock.js';
import type { Exchange, HttpCall } from '../domain/exchange.js';

/** The door out, as attempts need it: never throws. */
export interface Door {
  call(call: HttpCall): Promise<Exchange>;
}

/** How a call that the network failed is made again within its attempt. */
export interface Again<R> {
  readonly rule: CallRetry;
  /** Makes it ready anew, with a sink of its own; null: there is no further try. */
  readonly make: () => R | null | Promise<R | null>;
  /** No try begins, or goes on, after this instant (epoch milliseconds); the first is as its call says. */
  readonly until?: number;
}

interface Ready<R> {
  readonly call: HttpCall;
  readonly again?: Again<R>;
}

export interface Tried<R> {
  /** What was made ready for the last try. */
  readonly ready: R;
  readonly exchange: Exchange;
  /** The process began to stop before the next try: nothing is settled. */
  readonly stopped: boolean;
}

/** Makes the call of an attempt, and makes it again as far as its rule allows where the network failed it. */
export class Tries {
  constructor(
    private readonly door: Door,
    private readonly clock: Clock,
    private readonly random: () => number,
    /** Aborted once the process begins to stop: then no try begins but the first. */
    private readonly closing?: AbortSignal,
  ) {}

  /** `signal` aborts the call itself. */
  async call<R extends Ready<R>>(first: R, signal: AbortSignal): Promise<Tried<R>> {
    const failedTries: string[] = [];
    let ready = first;
    for (;;) {
      const timeoutMs = failedTries.length === 0 ? first.call.timeoutMs : this.timeoutOf(ready, first.again);
      const exchange = await this.door.call({ ...ready.call, timeoutMs, signal });
      const told = failedTries.length > 0 ? { ...exchange, failedTries } : exchange;
      const wait = this.waitAfter(first.again, failedTries.length + 1, exchange);
      if (wait === null || exchange.kind === 'answered' || signal.aborted)
        return { ready, exchange: told, stopped: false };
      failedTries.push(exchange.message);
      if (await this.stopsWithin(wait, signal)) return { ready, exchange: told, stopped: true };
      const next = await first.again?.make();
      if (!next) return { ready, exchange: told, stopped: false };
      ready = next;
    }
  }

  private waitAfter<R>(again: Again<R> | undefined, failed: number, exchange: Exchange): number | null {
    const wait = again ? waitBeforeRetry(again.rule, failed, exchange, this.random()) : null;
    return wait === null || this.clock.now() + wait >= (again?.until ?? Infinity) ? null : wait;
  }

  private timeoutOf<R>({ call }: Ready<R>, again: Again<R> | undefined): number {
    return Math.max(1, Math.min(call.timeoutMs, (again?.until ?? Infinity) - this.clock.now()));
  }

  private async stopsWithin(waitMs: number, signal: AbortSignal): Promise<boolean> {
    const either = this.closing ? AbortSignal.any([signal, this.closing]) : signal;
    return sleep(waitMs, false, { signal: either }).catch(() => true);
  }
}
