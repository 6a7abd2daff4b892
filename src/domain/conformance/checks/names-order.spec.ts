import { describe, expect, it } from '@jest/globals';
import type { Evidence } from '../evidence.js';
import { namesOrder } from './answer-checks.js';

const ASKED = '0190f5e2-aaaa-7000-8000-000000000000';
const OTHER = '0190f5e2-bbbb-7000-8000-000000000000';

interface Case {
  /** What the answers name, first to last; the last is the one when all is done. */
  readonly named: readonly (string | null | undefined)[];
  readonly asksByRemoteId?: boolean;
  readonly hasStatusUrl?: boolean;
  readonly isOver?: boolean;
}

function outcomeOf({ named, asksByRemoteId = false, hasStatusUrl = true, isOver = true }: Case): string | undefined {
  const answers = named.map((one) => ({ named: one }));
  const probes = { status_working: answers.slice(0, -1), status_done: answers.slice(-1) };
  const tool = { asksByRemoteId, hasStatusUrl };
  return namesOrder({ tool, probes, good: { orderId: ASKED }, isOver } as unknown as Evidence)?.outcome;
}

describe('what a status answer says it is about', () => {
  it.each([
    ['the order that was asked for', { named: [ASKED, ASKED] }, 'pass'],
    ['no order at all', { named: [null] }, 'pass'],
    ['nothing that was kept, by a test that began before it was', { named: [undefined] }, 'pass'],
    ['another order, on the way', { named: [OTHER, ASKED] }, 'fail'],
    ['another order, before all is done', { named: [OTHER, null], isOver: false }, 'fail'],
    ['another order, in the end', { named: [ASKED, OTHER] }, 'fail'],
    ['an id of its own, where it is asked by that', { named: ['job-7'], asksByRemoteId: true }, 'skip'],
    ['nothing, since there is no status URL', { named: [], hasStatusUrl: false }, 'skip'],
    ['nothing, since it was not asked', { named: [] }, 'skip'],
    ['nothing yet', { named: [], isOver: false }, undefined],
  ] as const)('is judged: %s', (_what, one, outcome) => expect(outcomeOf(one)).toBe(outcome));
});
