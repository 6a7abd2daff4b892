import { requestSecrets } from '../../domain/call-secrets.js';
import { excerptOf, triesBefore } from '../../domain/attempt-words.js';
import type { Clock } from '../../domain/clock.js';
import type { Exchange, HttpCall } from '../../domain/exchange.js';
import { newId } from '../../domain/ids.js';
import type { Outcome } from '../../domain/outcome.js';
import { judgePoll, type PollVerdict } from '../../domain/poll-answer.js';
import { nextCheckAt, type NextCheck } from '../../domain/poll-plan.js';
import { MAX_POLL_ANSWER_BYTES, planOf, retryOf, type PollAsked } from '../../domain/poll.js';
import { redactUrl } from '../../domain/redact-url.js';
import { parseRetryAfter } from '../../domain/retry-after.js';
import { scrub, SecretForms } from '../../domain/scrub.js';
import { clip } from '../../domain/seller-words.js';
import type { AttemptStore } from '../../storage/attempt-store.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { PollReading, PollStore } from '../../storage/poll-store.js';
import type { WorkEngine } from '../work-engine.js';
import type { AttemptReport, Prepared, WorkHandler } from '../work-kinds.js';
import type { EndPoll } from './end-poll.js';
import type { PollVault } from './poll-secrets.js';

const PROBLEM_CHARS = 1000;
const CAME_LATE = 'The poll had ended, or its request was made again, when this answer came: it changes nothing.';

export interface PollContext {
  readonly pollId: string;
  readonly asked: PollAsked;
  readonly secrets: SecretForms;
}

export interface RunPollParts {
  readonly polls: PollStore;
  readonly attempts: AttemptStore;
  readonly end: EndPoll;
  readonly vault: PollVault;
  readonly engine: WorkEngine;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  readonly random: () => number;
  /** Whole budget of one request where the poll names none. */
  readonly timeoutMs: number;
  /** No two requests of a poll are closer, whatever it asks for. */
  readonly minIntervalMs: number;
}

/** What a poll's row of work remembers between requests. */
interface PollState {
  /** The attempt that tells of the last request; left out before the first. */
  readonly newest?: string;
}

interface Step {
  readonly work: WorkRow;
  readonly ready: Prepared<PollContext>;
  readonly exchange: Exchange;
  readonly startedAt: number;
  readonly verdict: PollVerdict;
}

/** Makes one request of a poll and judges its answer (contract, section 8). A crash in mid-call makes it again. */
export class RunPoll implements WorkHandler<PollContext> {
  readonly kind = 'poll';

  constructor(private readonly parts: RunPollParts) {}

  async prepare(work: WorkRow): Promise<Prepared<PollContext> | null> {
    const { polls, unit, engine, end, clock } = this.parts;
    const poll = await polls.find(work.subject);
    const isOver = poll !== null && clock.now() >= poll.deadline_at;
    if (poll?.status !== 'waiting' || isOver) {
      await unit.run(async (tx) => {
        if (isOver) await end.timeOut(tx, work.subject, 'timeout');
        await engine.finish(tx, work);
      });
      return null;
    }
    return this.ready(poll);
  }

  async settle(
    work: WorkRow,
    ready: Prepared<PollContext>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    const { asked, secrets } = ready.context;
    const step = { work, ready, exchange, startedAt, verdict: judgePoll(exchange, asked, secrets) };
    const told = await this.parts.unit.run((tx) => this.write(tx, step));
    return { ...told, orderId: null, shortId: null };
  }

  /** A look is free: what was aborted while stopping is asked again. */
  settlesAborted(): boolean {
    return false;
  }

  private async ready(poll: PollReading): Promise<Prepared<PollContext>> {
    const { polls, vault, clock, timeoutMs } = this.parts;
    const asked = JSON.parse(poll.asked) as PollAsked;
    const secrets = vault.open(poll);
    const sealed = asked.body_bytes === null ? null : await polls.bodyOf(poll.poll_id);
    const budget = asked.request_timeout?.duration_in_ms ?? timeoutMs;
    const body = sealed === null ? {} : { body: vault.openBody(poll.poll_id, sealed) };
    const headers = { accept: 'application/json, */*;q=0.5', ...secrets.headers };
    const context = { pollId: poll.poll_id, asked, secrets: new SecretForms(requestSecrets(secrets)) };
    const first = (): Prepared<PollContext> => {
      // Nothing that comes after the poll's time counts.
      const timeoutMs = Math.max(1, Math.min(budget, poll.deadline_at - clock.now()));
      const call: HttpCall = {
        ...{ method: asked.method, url: secrets.url, headers, ...body, timeoutMs },
        ...{ maxBytes: MAX_POLL_ANSWER_BYTES, heldBytes: MAX_POLL_ANSWER_BYTES, trust: 'stranger' },
      };
      return { call, context };
    };
    const rule = retryOf(asked);
    // It may have ended, by a hand or by its time, while the try before was made or waited out.
    const make = async () => ((await this.isOpen(poll.poll_id)) ? first() : null);
    return rule === null ? first() : { ...first(), again: { rule, make } };
  }

  private async isOpen(pollId: string): Promise<boolean> {
    const poll = await this.parts.polls.find(pollId);
    return poll?.status === 'waiting' && this.parts.clock.now() < poll.deadline_at;
  }

  private async write(tx: Tx, step: Step): Promise<{ outcome: Outcome; changed: boolean }> {
    const { polls, engine } = this.parts;
    const { verdict } = step;
    const isOurs = await engine.holds(tx, step.work);
    const poll = await polls.get(tx, step.ready.context.pollId);
    const problem =
      verdict.kind === 'wait' ? clip(scrub(verdict.problem, step.ready.context.secrets), PROBLEM_CHARS) : null;
    if (!isOurs || !poll || !(await polls.noteAttempt(tx, poll.poll_id, problem)))
      return this.late(tx, step, (poll?.attempts ?? 0) + 1, problem);
    const attempts = poll.attempts + 1;
    const outcome = verdict.kind === 'wait' ? verdict.outcome : verdict.kind;
    const newest = await this.record(tx, step, attempts, outcome, verdict.kind === 'wait' ? problem : verdict.note);
    if (verdict.kind === 'wait')
      return { outcome, changed: await this.goOn(tx, step, { ...poll, attempts }, { newest }) };
    const failed = { code: 'failure_filter', message: 'The answer matches failure_filter.' };
    const error = verdict.kind === 'failed' ? failed : null;
    const changed = await this.parts.end.end(tx, poll.poll_id, {
      status: verdict.kind,
      response: verdict.response,
      error,
    });
    return { outcome, changed };
  }

  /** The poll had ended meanwhile, or is with another process: it stays as it is, and the attempt is evidence. */
  private async late(
    tx: Tx,
    step: Step,
    num: number,
    problem: string | null,
  ): Promise<{ outcome: Outcome; changed: false }> {
    const { verdict, exchange, work } = step;
    const unanswered = exchange.kind === 'unanswered' && verdict.kind === 'wait';
    const outcome = unanswered ? verdict.outcome : 'late';
    await this.parts.engine.finish(tx, work);
    await this.record(tx, step, num, outcome, unanswered ? problem : CAME_LATE);
    return { outcome, changed: false };
  }

  /** Lays down the next request; answers whether the poll ended because there is none. */
  private async goOn(tx: Tx, step: Step, poll: PollReading, state: PollState): Promise<boolean> {
    const { engine, end } = this.parts;
    const { asked } = step.ready.context;
    const most = asked.poll?.max_checks;
    if (most !== undefined && poll.attempts >= most) return end.timeOut(tx, poll.poll_id, 'max_checks');
    const next = this.next(step, poll);
    // No request comes at its deadline: the poll just ends then.
    if (next.final) await engine.finish(tx, step.work);
    else await engine.reschedule(tx, step.work, { dueAt: next.at, state: JSON.stringify(state) });
    return false;
  }

  private next({ exchange, ready }: Step, poll: PollReading): NextCheck {
    const { clock, random, minIntervalMs } = this.parts;
    const nowMs = clock.now();
    const asksFor = exchange.kind === 'answered' ? exchange.headers['retry-after'] : undefined;
    return nextCheckAt(planOf(ready.context.asked), {
      ...{ nowMs, deadlineMs: poll.deadline_at, startedMs: poll.created_at, checksDone: poll.attempts },
      ...{ orderClass: null, retryAfterMs: parseRetryAfter(asksFor, nowMs), nextCheckS: null },
      ...{ minIntervalMs, sweepCron: '', random: random() },
    });
  }

  private async record(tx: Tx, step: Step, num: number, outcome: Outcome, problem: string | null): Promise<string> {
    const { ready, exchange, startedAt, work } = step;
    const { newest = null } = JSON.parse(work.state) as PollState;
    const { pollId, secrets } = ready.context;
    const said = [problem, triesBefore(exchange)].filter((one) => one !== null).join(' ');
    const row = {
      poll_id: pollId,
      ...{ attempt_id: newId('att'), kind: 'poll' as const, order_id: null, notification_id: null },
      ...{ short_id: null, run: null, attempt_num: num, started_at: startedAt, request_id: null, outcome },
      ...{ duration_ms: Math.round(exchange.durationMs), method: ready.call.method, url: redactUrl(ready.call.url) },
      ...{
        status_code: exchange.status ?? null,
        error: said === '' ? null : clip(scrub(said, secrets), PROBLEM_CHARS),
      },
      response_excerpt: exchange.kind === 'answered' ? excerptOf(exchange.body.head, secrets) : null,
    };
    return this.parts.attempts.addOfPoll(tx, row, newest);
  }
}
