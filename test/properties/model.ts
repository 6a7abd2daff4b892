import type { OrderStatus } from '../../src/domain/order.js';
import type { Outcome } from '../../src/domain/outcome.js';
import type { Done, Step } from './journey.js';
import type { ToolName } from './order-world.js';
import { bodyOf, callbackBody, isFailure, isGood, type Answer, type HeldCall, type Word } from './said.js';

/** What counts anew in each run. */
interface Run {
  /** When the order was first sent in this run, or sent again after a check had shown that it never arrived. */
  firstTryAt: number | null;
  tries: number;
  /** The seller has said something of its own. */
  heard: boolean;
  /** Sent and never answered. */
  unconfirmed: boolean;
  bad: { count: number; since: number } | null;
}

const HOUR = 3_600_000;

/** Outcomes of answers that end nothing, by what was answered; the roads differ in some. */
const OUTCOMES: Readonly<Record<HeldCall['kind'], Partial<Record<Answer, Outcome>>>> = {
  forward: {
    ...{ silent: 'accepted', processing: 'accepted', 'bad result': 'accepted', unreadable: 'accepted' },
    ...{ 'HTTP 302': 'redirected', 'HTTP 404': 'not_found', 'HTTP 422': 'rejected', 'HTTP 500': 'server_error' },
    ...{ 'never sent': 'timeout', 'sent, no answer': 'unconfirmed' },
  },
  check: {
    ...{ silent: 'unreadable', processing: 'processing', 'bad result': 'bad_result', unreadable: 'unreadable' },
    ...{ 'HTTP 302': 'redirected', 'HTTP 404': 'not_found', 'HTTP 422': 'rejected', 'HTTP 500': 'server_error' },
    ...{ 'never sent': 'timeout', 'sent, no answer': 'timeout' },
  },
};
const open: readonly OrderStatus[] = ['received', 'forwarding', 'processing'];

/**
 * What an order does by the contract (sections 2, 4, 5 and 6), where steps come one at a time. Written from the contract, in
 * the plainest way, without a look at the code: whatever the two disagree on is a defect of one of them.
 */
export class Model {
  status: OrderStatus = 'received';
  runNumber = 1;
  /** How the attempt is recorded that the last step made; null where it made none. */
  outcome: Outcome | null = null;
  private run = newRun();
  /** What ended the order: the answer that a later one is a duplicate of. */
  private accepted: Answer | null = null;
  /** Bodies that ended earlier runs. */
  private readonly endings: { readonly run: number; readonly body: string }[] = [];
  private readonly late: (typeof this.accepted)[] = [];
  private deadlineAt: number;

  constructor(
    private readonly tool: ToolName,
    private readonly orderId: string,
    private readonly deadlineMs: number,
    now: number,
  ) {
    this.deadlineAt = now + deadlineMs;
  }

  /** The result that stands, if one does. */
  get result(): Answer | null {
    return this.status === 'completed' ? this.accepted : null;
  }

  /** How many good results came too late and are kept. */
  get keptLate(): number {
    return this.late.length;
  }

  /** Calls that wait for an answer once all is calm: an order that is being sent was sent in that moment. */
  sees(held: readonly HeldCall[], now: number): void {
    const sent = held.some((call) => call.kind === 'forward' && call.run === this.runNumber);
    if (!sent) return;
    if (this.status === 'received') this.status = 'forwarding';
    this.run.firstTryAt ??= now;
  }

  /** A step, once it was taken; answers the status that a caller is to be told, null where there is none. */
  takes(done: Done, now: number): number | null {
    this.outcome = null;
    const told = this.hearsOf(done, now);
    this.expires(now);
    return told;
  }

  private hearsOf(done: Done, now: number): number | null {
    const { step } = done;
    switch (step.do) {
      case 'answer':
        if (done.call) this.outcome = this.outcomeOf(step.said, done.call);
        if (done.call?.kind === 'forward') this.replies(step.said, done.call, now);
        if (done.call?.kind === 'check') this.answers(step.said, done.call.run, now);
        return null;
      case 'callback':
        return this.callsBack(step);
      case 'pass':
      case 'deadline':
        return null;
      case 'cancel':
        return this.by(open, () => (this.status = 'cancelled'));
      case 'retry':
        return this.by(['failed', 'expired'], () => this.retried(now));
      case 'accept':
        return this.accepts(done);
      case 'check now':
        return this.status === 'processing' && this.tool !== 'calls-back' ? 200 : 409;
    }
  }

  /** Section 2: what comes when the order is over, or in another run, is the accepted answer again, or late. */
  private outcomeOf(said: Answer, { kind, run }: HeldCall): Outcome {
    const counts = this.isOpen && run === this.runNumber;
    if (isGood(said)) return this.isOpen ? 'completed' : this.repeats(said);
    if (isFailure(said)) {
      if (!counts) return this.isOpen ? 'late' : this.repeats(said);
      return kind === 'check' && this.isEcho(bodyOf(said)) ? 'late' : 'failed';
    }
    const answered = said !== 'never sent' && said !== 'sent, no answer';
    const acknowledged = kind === 'forward' && OUTCOMES.forward[said] === 'accepted';
    // A quick seller's acknowledgement comes after its own final word: nothing is late about that.
    const overtaken = acknowledged && this.accepted !== null && run === this.runNumber;
    if (!counts && answered && !overtaken) return 'late';
    if (kind === 'check' && said === 'HTTP 404' && this.run.heard) return 'evicted';
    return OUTCOMES[kind][said] ?? 'late';
  }

  private repeats(said: Answer): Outcome {
    return this.accepted === said ? 'duplicate' : 'late';
  }

  private by(from: readonly OrderStatus[], then: () => void): number {
    if (!from.includes(this.status)) return 409;
    then();
    return 200;
  }

  /** Section 4. */
  private replies(said: Answer, { run, at }: HeldCall, now: number): void {
    if (isGood(said)) return this.ends(said);
    if (!this.isOpen || run !== this.runNumber) return;
    if (isFailure(said)) return this.fails(said, bodyOf(said));
    const starting = said === 'HTTP 404' && at - (this.run.firstTryAt ?? at) < 120_000;
    if (said === 'HTTP 500' || said === 'never sent' || starting) return this.triesAgain(now);
    if (said === 'HTTP 404' || said === 'HTTP 422' || said === 'HTTP 302') return this.fails(null, null);
    if (this.status !== 'forwarding') return;
    this.status = 'processing';
    this.run.unconfirmed = said === 'sent, no answer';
  }

  private triesAgain(now: number): void {
    this.run.tries += 1;
    const wait = Math.min(5_000 * 2 ** (this.run.tries - 1), 600_000);
    if (now + wait > (this.run.firstTryAt ?? now) + 6 * HOUR) this.fails(null, null);
  }

  /** Section 5. */
  private answers(said: Answer, run: number, now: number): void {
    if (isGood(said)) return this.ends(said);
    if (!this.isOpen || run !== this.runNumber) return;
    const body = bodyOf(said);
    const bad = this.run.bad;
    this.run.bad = null;
    if (isFailure(said) && !this.isEcho(body)) return this.fails(said, body);
    if (said === 'bad result') {
      this.run.bad = { count: (bad?.count ?? 0) + 1, since: bad?.since ?? now };
      this.hears();
      if (this.run.bad.count >= 3 && now - this.run.bad.since >= HOUR / 4) return this.fails(null, null);
    }
    if (said === 'processing') this.hears();
    if (said === 'HTTP 404' && this.run.unconfirmed && !this.run.heard) {
      Object.assign(this.run, { unconfirmed: false, firstTryAt: null, tries: 0 });
    }
    if (now >= this.deadlineAt) this.status = 'expired';
  }

  /** Section 6. */
  private callsBack(step: Step & { do: 'callback' }): number {
    const { said } = step;
    const named = { unnamed: null, this: this.runNumber, first: 1 }[step.run];
    this.outcome = this.callbackOutcome(said, named);
    if (said === 'bad result' && (named ?? this.runNumber) === this.runNumber) this.hears();
    if (this.outcome === 'processing') this.hears();
    if (isGood(said)) this.ends(said);
    if (this.outcome === 'failed') this.fails(said, callbackBody(said, this.orderId));
    return said === 'bad result' ? 400 : 200;
  }

  private callbackOutcome(said: Word, named: number | null): Outcome {
    if (said === 'bad result') return 'bad_result';
    if (isGood(said)) return this.isOpen ? 'completed' : this.repeats(said);
    if (!this.isOpen) return isFailure(said) ? this.repeats(said) : 'late';
    if (named !== null && named !== this.runNumber) return 'late';
    const echo = named === null && this.isEcho(callbackBody(said, this.orderId));
    return isFailure(said) ? (echo ? 'late' : 'failed') : 'processing';
  }

  private hears(): void {
    this.run.heard = true;
  }

  private isEcho(body: string): boolean {
    return !this.run.heard && this.endings.some((ending) => ending.run < this.runNumber && ending.body === body);
  }

  /** A good result of any run completes the order; once it is over it is kept, unless it is the accepted one again. */
  private ends(said: 'good A' | 'good B'): void {
    if (this.isOpen) {
      this.status = 'completed';
      this.accepted = said;
    } else if (this.accepted !== said) this.late.push(said);
  }

  private fails(said: Answer | null, body: string | null): void {
    this.status = 'failed';
    this.accepted = said;
    if (body !== null) this.endings.push({ run: this.runNumber, body });
  }

  private retried(now: number): void {
    this.status = 'received';
    this.runNumber += 1;
    this.run = newRun();
    this.accepted = null;
    this.deadlineAt = now + this.deadlineMs;
  }

  private accepts({ attemptId }: Done): number {
    if (attemptId === 'att_none') return 404;
    return this.by(['failed', 'expired', 'cancelled'], () => {
      this.status = 'completed';
      this.runNumber += 1;
      this.accepted = this.late.at(-1) ?? null;
    });
  }

  /** An order that is still being asked about gets one more check; its answer ends it. */
  private expires(now: number): void {
    if (!this.isOpen || now < this.deadlineAt) return;
    if (this.status !== 'processing' || this.tool === 'calls-back') this.status = 'expired';
  }

  private get isOpen(): boolean {
    return open.includes(this.status);
  }
}

function newRun(): Run {
  return { firstTryAt: null, tries: 0, heard: false, unconfirmed: false, bad: null };
}
