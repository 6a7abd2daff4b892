import { eventually } from '../support/eventually.js';
import type { LocalAuthority } from '../support/local-authority.js';
import type { Answer } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller, type SellerReply } from '../support/scripted-seller.js';
import { FakedTimeServer } from './faked-time-server.js';

/** How much later than its time anything may come, on a busy machine. */
export const SLACK_MS = 2_000;

export interface Jump {
  readonly name: 'back' | 'forward';
  /** What the calendar says once it has jumped, epoch milliseconds. */
  readonly to: number;
}

/**
 * What one kind of work does across a jump of the calendar. It is begun before the jump, and must have gone on as it should soon
 * after; both jumps are made of the same server, back and then forward, with cases begun anew for each.
 */
export interface Case {
  readonly what: string;
  /** Lays it down; answers what is to be waited for after the jump. `jumpedAt` is on the clock that does not jump. */
  begin(world: JumpWorld, jump: Jump): Promise<(jumpedAt: number) => Promise<void>>;
}

/** A server whose calendar jumps, and a seller whose clock does not. */
export class JumpWorld {
  /** The instants of the requests to each path, on the clock that does not jump. */
  private readonly seen = new Map<string, number[]>();
  /** By how much the server's calendar is ahead of the machine's. */
  private aheadMs = 0;

  static async open(env: Readonly<Record<string, string>>, authority: LocalAuthority): Promise<JumpWorld> {
    const seller = await startSeller(authority);
    return new JumpWorld(seller, await FakedTimeServer.start(env, authority.caPem));
  }

  private constructor(
    readonly seller: ScriptedSeller,
    readonly server: FakedTimeServer,
  ) {}

  /** Answers the code that the server ended with. */
  async close(): Promise<number | null> {
    const code = await this.server.stop();
    await this.seller.close();
    return code;
  }

  /** What the server's calendar says. */
  calendar(): number {
    return Date.now() + this.aheadMs;
  }

  /** Sets the server's calendar; answers by how much. */
  jumpTo(instant: number): number {
    const deltaMs = instant - this.calendar();
    this.aheadMs += deltaMs;
    this.server.setCalendar(`${this.aheadMs < 0 ? '' : '+'}${this.aheadMs / 1_000}`);
    return deltaMs;
  }

  seenAt(path: string): readonly number[] {
    return this.seen.get(path) ?? [];
  }

  /** A page of the seller's that notes when it is asked for. */
  page(method: string, path: string, reply: (nth: number) => SellerReply): void {
    this.seller.on(method, path, () => {
      const times = [...this.seenAt(path), performance.now()];
      this.seen.set(path, times);
      return reply(times.length);
    });
  }

  async made<T>(path: string, body: object): Promise<T> {
    return this.ok(`POST ${path}`, await this.server.call('POST', path, body));
  }

  async read<T>(path: string): Promise<T> {
    return this.ok(`GET ${path}`, await this.server.call('GET', path));
  }

  /** Until so long after an instant of the clock that does not jump: for what must not come meanwhile. */
  async until(at: number): Promise<void> {
    await eventually(() => performance.now() >= at, { withinMs: at - performance.now() + SLACK_MS, every: 50 });
  }

  private ok<T>(what: string, { status, text, body }: Answer): T {
    if (status >= 300) throw new Error(`${what} answered ${status}: ${text}`);
    return body as T;
  }
}
