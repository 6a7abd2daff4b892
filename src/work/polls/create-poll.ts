import { checkPoll, type PollWish } from '../../domain/check-poll.js';
import type { Clock } from '../../domain/clock.js';
import { newId } from '../../domain/ids.js';
import type { PollSpec } from '../../domain/poll.js';
import { Problem } from '../../domain/problem.js';
import type { Asker, AuditLog } from '../../storage/audit-log.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { PollRequestRow, PollRow } from '../../storage/entities/poll.js';
import type { PollReading, PollStore } from '../../storage/poll-store.js';
import type { WorkEngine } from '../work-engine.js';
import type { OpenQuota } from '../open-quota.js';
import { ownerOf, workOf } from '../owners.js';
import type { PollVault } from './poll-secrets.js';

export interface CreatedPoll {
  readonly poll: PollReading;
  /** False where the same key had made it before. */
  readonly created: boolean;
}

export interface CreatePollParts {
  readonly polls: PollStore;
  readonly vault: PollVault;
  readonly quota: OpenQuota;
  readonly engine: WorkEngine;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

interface Draft {
  readonly poll: PollRow;
  readonly request: PollRequestRow;
}

/** Takes a poll in: durable before the answer, once however often its key comes (contract, section 8). */
export class CreatePoll {
  constructor(private readonly parts: CreatePollParts) {}

  /** 400 with each field at fault, 409 `idempotency_conflict`, 429 `quota_exceeded`. */
  async create(asker: Asker, wish: PollWish): Promise<CreatedPoll> {
    const checked = checkPoll(wish);
    if (!checked.ok) throw Problem.invalid(checked.problems);
    const { spec } = checked;
    const owner = ownerOf(asker.caller);
    // Sealed before the transaction: nobody else's writes wait for it.
    const draft = this.draft(owner, spec);
    return this.parts.unit.run(async (tx) => {
      const earlier = await this.earlier(tx, owner, spec);
      if (earlier) return { poll: earlier, created: false };
      await this.parts.quota.refuseTooMany(tx, owner);
      return { poll: await this.write(tx, asker, draft, spec.secrets.url), created: true };
    });
  }

  private async earlier(tx: Tx, owner: string, spec: PollSpec): Promise<PollReading | null> {
    const { polls, vault } = this.parts;
    const poll = spec.idempotencyKey === null ? null : await polls.ofKey(tx, owner, spec.idempotencyKey);
    if (!poll || vault.isSame(spec, poll)) return poll;
    const message = `Poll ${poll.poll_id} was made with this idempotency_key and other fields. Send the same fields, or another key.`;
    throw new Problem(409, 'idempotency_conflict', message);
  }

  private draft(owner: string, spec: PollSpec): Draft {
    const { vault, clock } = this.parts;
    const now = clock.now();
    const poll: PollRow = {
      ...{ poll_id: newId('pol'), owner, idempotency_key: spec.idempotencyKey, request_hash: vault.hash(spec) },
      ...{ status: 'waiting', attempts: 0, last_problem: null, response: null, error: null },
      ...{ created_at: now, deadline_at: now + Math.ceil(spec.asked.timeout * 1_000), ended_at: null },
    };
    const { poll_id } = poll;
    return { poll, request: { poll_id, asked: JSON.stringify(spec.asked), ...vault.seal(poll_id, spec) } };
  }

  private async write(tx: Tx, asker: Asker, { poll, request }: Draft, url: string): Promise<PollReading> {
    const { polls, engine, audit } = this.parts;
    const { poll_id, owner, created_at } = poll;
    await polls.add(tx, poll, request);
    const { origin } = new URL(url);
    await engine.enqueue(tx, workOf({ kind: 'poll', subject: poll_id, owner, origin, dueAt: created_at }));
    const details = { origin };
    await audit.record(tx, asker.caller, 'poll.created', poll_id, details, asker.requestId);
    return { ...poll, asked: request.asked, sealed: request.sealed, next_check_at: created_at };
  }
}
