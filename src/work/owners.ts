import type { Caller } from '../domain/caller.js';
import type { NewWork } from '../storage/work-store.js';

/** What the operator's people lay down belongs to all of them. */
export const OPERATOR = 'operator';

/**
 * Calls of one owner at once to one origin, by kind: a host that never answers holds up none at another, and no order. All together are
 * bounded as all calls are, and an owner's to half of that. Polls wait for each other's answers; jobs are due when they are due.
 */
const LANE_LIMITS: Readonly<Partial<Record<OwnedKind, number>>> = { job: 64 };
const LANE_LIMIT = 10;

/** The work of an owner: requests of its polls, its jobs, ticks of its schedules, and what is told at their ends. */
export type OwnedKind = 'poll' | 'poll_webhook' | 'job' | 'job_webhook' | 'tick';

/** Whose jobs, schedules and polls a caller makes. */
export function ownerOf(caller: Caller): string {
  return caller.role === 'seller' && caller.sellerId !== null ? caller.sellerId : OPERATOR;
}

/** Whether a caller may know of an owner's jobs, schedules and polls: a seller of its own only. */
export function mayKnowOf(caller: Caller, owner: string): boolean {
  return caller.role !== 'seller' || caller.sellerId === owner;
}

export function sellerOf(owner: string): string | null {
  return owner === OPERATOR ? null : owner;
}

export interface OwnedWork {
  readonly kind: OwnedKind;
  readonly subject: string;
  readonly owner: string;
  /** Who is called; an empty text where nobody is. */
  readonly origin: string;
  readonly dueAt: number;
  /** Due at an instant of the calendar, and not so long after something. */
  readonly byClock?: boolean;
}

/** The row of work that is laid down for it. */
export function workOf({ kind, subject, owner, origin, dueAt, byClock }: OwnedWork): NewWork {
  return {
    ...{ kind, subject, lane: laneOf(kind, owner, origin), lane_limit: LANE_LIMITS[kind] ?? LANE_LIMIT, origin },
    ...{ run: 1, due_at: dueAt, by_sweep: 0, by_clock: byClock ? 1 : 0, state: '{}' },
  };
}

/** Names of lanes are told apart by commas where many are named at once; a host may hold one. */
function laneOf(kind: OwnedKind, owner: string, origin: string): string {
  return `${kind.replace('_', '-')}:${owner}:${origin.replaceAll(',', '%2C')}`;
}

/** Lanes as {@link workOf} names them; neither the id of a seller nor `operator` holds a colon. */
const OWNED_LANE = /^(?:poll|poll-webhook|job|job-webhook):([^:]+):/;

/**
 * With whom a lane shares its turns and places: all lanes of an owner's polls and jobs with each other, so that a thousand origins are
 * no more than one; any other lane (a tool, a destination of messages, an owner's ticks, which call nobody) is a share by itself.
 */
export function shareOf(lane: string): { readonly name: string; readonly isOwners: boolean } {
  const owner = OWNED_LANE.exec(lane)?.[1];
  return owner === undefined ? { name: lane, isOwners: false } : { name: `owner:${owner}`, isOwners: true };
}
