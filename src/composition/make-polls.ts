import { Bells } from '../domain/bells.js';
import type { Clock } from '../domain/clock.js';
import type { Settings } from '../settings/load-settings.js';
import { COMMITTED_WITHIN_MS, MOST_NEWS, NewsOfOthers } from '../storage/news-of-others.js';
import type { PollStore } from '../storage/poll-store.js';
import { AttemptStore } from '../storage/attempt-store.js';
import type { AuditLog } from '../storage/audit-log.js';
import type { Database } from '../storage/database/database.js';
import { CreatePoll } from '../work/polls/create-poll.js';
import { EndPoll } from '../work/polls/end-poll.js';
import { ExpirePolls } from '../work/polls/expire-polls.js';
import { PollVault, type PollBox } from '../work/polls/poll-secrets.js';
import { PollViews } from '../work/polls/poll-view.js';
import { Polls } from '../work/polls/polls.js';
import { RunPoll } from '../work/polls/run-poll.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { Laying } from './make-laying.js';

export interface PollsNeeds {
  readonly settings: Settings;
  readonly database: Database;
  readonly box: PollBox;
  readonly clock: Clock;
  readonly random: () => number;
  readonly engine: WorkEngine;
  readonly audit: AuditLog;
  readonly laying: Laying;
}

/** Public polls, put together. */
export function makePolls({ settings, database, box, clock, random, engine, audit, laying }: PollsNeeds) {
  const { unit } = database;
  const { polls, quota, outcomes } = laying;
  const attempts = new AttemptStore(database);
  const vault = new PollVault(box);
  const views = new PollViews(vault);
  const waits = waitsFor(database, polls, clock);
  const end = new EndPoll({ polls, outcomes, vault, views, engine, waits: waits.bells, clock });
  const create = new CreatePoll({ polls, vault, quota, engine, unit, audit, clock });
  const steps = { polls, attempts, vault, engine, unit, clock, random };
  const limits = { timeoutMs: settings.checkTimeoutMs, minIntervalMs: settings.minCheckIntervalS * 1000 };
  return {
    waits: waits.bells,
    stopWaits: () => {
      waits.bells.close();
      waits.news?.stop();
    },
    service: new Polls({ polls, attempts, views, create, end, waits: waits.bells, unit, audit }),
    expire: new ExpirePolls(polls, end, unit, clock),
    handlers: [new RunPoll({ ...steps, end, ...limits })],
  };
}

/** The bells of who waits for a poll's end; where processes share the database, also those that others have ended ring. */
function waitsFor(database: Database, polls: PollStore, clock: Clock) {
  const bells: Bells = new Bells(() => news?.listen());
  const read = () => polls.endedSince(clock.now() - COMMITTED_WITHIN_MS, MOST_NEWS);
  const news =
    database.kind === 'sqlite'
      ? null
      : new NewsOfOthers<{ readonly poll_id: string }>({
          ...{ read, idOf: ({ poll_id }) => poll_id },
          ...{ tell: ({ poll_id }) => bells.ring(poll_id), isWanted: () => bells.size > 0 },
        });
  return { bells, news };
}
