import type { Bells } from '../../domain/bells.js';
import type { Caller } from '../../domain/caller.js';
import { Problem } from '../../domain/problem.js';
import type { AttemptStore } from '../../storage/attempt-store.js';
import type { Asker, AuditLog } from '../../storage/audit-log.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { AttemptRow } from '../../storage/entities/attempt.js';
import type { PollReading, PollStore } from '../../storage/poll-store.js';
import type { CreatePoll } from './create-poll.js';
import type { PollWish } from '../../domain/check-poll.js';
import type { EndPoll } from './end-poll.js';
import { mayKnowOf } from '../owners.js';
import type { ListedPoll, PollView, PollViews } from './poll-view.js';

export interface PollsParts {
  readonly polls: PollStore;
  readonly attempts: AttemptStore;
  readonly views: PollViews;
  readonly create: CreatePoll;
  readonly end: EndPoll;
  /** Of whoever waits for the end of a poll. */
  readonly waits: Bells;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
}

const CANCELLED = { status: 'cancelled', response: null, error: null } as const;

/** Public polls, as their callers use them. What a caller may not know exists is 404. */
export class Polls {
  constructor(private readonly parts: PollsParts) {}

  /** The poll, and whether it was made just now. */
  async create(asker: Asker, wish: PollWish): Promise<{ view: PollView; created: boolean }> {
    const { poll, created } = await this.parts.create.create(asker, wish);
    return { view: this.parts.views.whole(poll), created };
  }

  async get(caller: Caller, pollId: string): Promise<PollView> {
    return this.parts.views.whole(await this.find(caller, pollId));
  }

  /** The poll once it has ended, or as it is when the time is over or nobody waits any more. */
  async getEnded(caller: Caller, pollId: string, ms: number, signal: AbortSignal): Promise<PollView> {
    const first = await this.find(caller, pollId);
    const read = () => this.find(caller, first.poll_id);
    const until = (poll: PollReading) => poll.status !== 'waiting';
    return this.parts.views.whole(await this.parts.waits.waitFor(first.poll_id, { read, until, ms, signal }));
  }

  /** Newest first, a seller its own; `before` is the last poll_id of the page before. */
  async list({ role, sellerId }: Caller, limit: number, before: string | null): Promise<ListedPoll[]> {
    const rows = await this.parts.polls.list(role === 'seller' ? sellerId : null, limit, before);
    return rows.map((row) => this.parts.views.listed(row));
  }

  /** Every request made and every try to tell of the end, newest first. */
  async attempts(caller: Caller, pollId: string, limit: number, before: string | null): Promise<AttemptRow[]> {
    const { poll_id } = await this.find(caller, pollId);
    return this.parts.attempts.ofPoll(poll_id, limit, before);
  }

  /** 409 where it has ended otherwise; cancelled again, it is the same. A request under way is not aborted: its answer is late. */
  async cancel({ caller, requestId }: Asker, pollId: string): Promise<PollView> {
    const { polls, end, unit, audit, views } = this.parts;
    const { poll_id } = await this.find(caller, pollId);
    return unit.run(async (tx) => {
      if (await end.end(tx, poll_id, CANCELLED))
        await audit.record(tx, caller, 'poll.cancelled', poll_id, null, requestId);
      const poll = await polls.get(tx, poll_id);
      if (poll?.status === 'cancelled') return views.whole(poll);
      const message = `Poll ${poll_id} is ${poll?.status ?? 'gone'}: only one that waits can be cancelled.`;
      throw new Problem(409, 'wrong_state', message);
    });
  }

  /** When a seller is deleted: its polls end as cancelled, in the same transaction. */
  async cancelAllOf(tx: Tx, owner: string): Promise<void> {
    for (const pollId of await this.parts.polls.openOf(tx, owner)) await this.parts.end.end(tx, pollId, CANCELLED);
  }

  private async find(caller: Caller, pollId: string): Promise<PollReading> {
    const poll = await this.parts.polls.find(pollId);
    if (!poll || !mayKnowOf(caller, poll.owner)) throw Problem.notFound('poll');
    return poll;
  }
}
