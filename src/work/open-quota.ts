import { Problem } from '../domain/problem.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { JobStore } from '../storage/job-store.js';
import type { PollStore } from '../storage/poll-store.js';
import type { SellerStore } from '../storage/seller-store.js';
import { holdOwner } from './hold-owner.js';
import { OPERATOR } from './owners.js';

/** Open jobs and polls that a seller may have (contract, section 1). */
const MOST_OPEN = 1_000;

/** What one seller may have open at once, jobs and polls together; the operator has no such limit. */
export class OpenQuota {
  constructor(
    private readonly polls: Pick<PollStore, 'countOpen'>,
    private readonly jobs: Pick<JobStore, 'countOpen'>,
    private readonly sellers: Pick<SellerStore, 'hold'>,
  ) {}

  /** Throws 429 `quota_exceeded` where there is no room for one more, and 404 where the seller is gone. */
  async refuseTooMany(tx: Tx, owner: string): Promise<void> {
    await holdOwner(this.sellers, tx, owner);
    if (!(await this.isFull(tx, owner))) return;
    const message = `You have ${MOST_OPEN} open jobs and polls, the most there may be: wait until one has ended, or cancel one.`;
    throw new Problem(429, 'quota_exceeded', message);
  }

  /** Of a seller, which is held: what others lay down for it at the same time counts. True where it is gone. */
  async isFull(tx: Tx, owner: string): Promise<boolean> {
    if (owner === OPERATOR) return false;
    if (!(await this.sellers.hold(tx, owner))) return true;
    return (await this.polls.countOpen(tx, owner)) + (await this.jobs.countOpen(tx, owner)) >= MOST_OPEN;
  }
}
