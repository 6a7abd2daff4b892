import type { Bells } from '../../domain/bells.js';
import type { Clock } from '../../domain/clock.js';
import type { PollResponse } from '../../domain/poll-response.js';
import type { PollEnd } from '../../domain/poll.js';
import type { Tx } from '../../storage/database/unit-of-work.js';
import type { PollStore } from '../../storage/poll-store.js';
import type { WorkEngine } from '../work-engine.js';
import type { LayOutcome } from '../outcomes/lay-outcome.js';
import type { PollVault } from './poll-secrets.js';
import type { PollError, PollViews } from './poll-view.js';

export interface PollOutcome {
  readonly status: PollEnd;
  readonly response: PollResponse | null;
  readonly error: PollError | null;
}

export interface EndPollParts {
  readonly polls: PollStore;
  readonly outcomes: LayOutcome;
  readonly vault: PollVault;
  readonly views: PollViews;
  readonly engine: WorkEngine;
  /** Of whoever waits for the end of a poll. */
  readonly waits: Bells;
  readonly clock: Clock;
}

/** The one way in which polls end: whoever comes first, once, with one message to whom it is to be told. */
export class EndPoll {
  constructor(private readonly parts: EndPollParts) {}

  /** Answers false where the poll had ended. */
  async end(tx: Tx, pollId: string, { status, response, error }: PollOutcome): Promise<boolean> {
    const { polls, vault, engine, waits, clock } = this.parts;
    const kept = { response: response && JSON.stringify(response), error: error && JSON.stringify(error) };
    const poll = await polls.get(tx, pollId);
    if (poll?.status !== 'waiting') return false;
    const sealed = vault.sealEnded(poll);
    if (!(await polls.end(tx, pollId, { status, ...kept, ended_at: clock.now(), sealed }))) return false;
    await engine.cancel(tx, pollId, ['poll']);
    await this.tell(tx, pollId);
    tx.afterCommit(() => waits.ring(pollId));
    return true;
  }

  /** `why`: what spent its time, and what the last attempt came to. */
  async timeOut(tx: Tx, pollId: string, code: 'timeout' | 'max_checks'): Promise<boolean> {
    const poll = await this.parts.polls.get(tx, pollId);
    if (!poll) return false;
    const spent =
      code === 'timeout' ? 'The time of the poll was over' : 'The last request that max_checks allows was made';
    const last = poll.last_problem === null ? 'No request had ended.' : `The last attempt: ${poll.last_problem}`;
    const message = `${spent} before an answer ended it. ${last}`;
    return this.end(tx, pollId, { status: 'timed_out', response: null, error: { code, message } });
  }

  /** The body is frozen here: the poll as it is from now on. */
  private async tell(tx: Tx, pollId: string): Promise<void> {
    const { polls, outcomes, vault, views } = this.parts;
    const poll = await polls.get(tx, pollId);
    const url = poll && vault.open(poll).webhook_url;
    if (!poll || url === null) return;
    const { owner } = poll;
    await outcomes.lay(tx, { kind: 'poll_webhook', subject: pollId, owner, url, body: views.whole(poll) });
  }
}
