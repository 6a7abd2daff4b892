import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readBatch } from '../../src/domain/batch-answer.js';
import { checkPlan } from '../../src/domain/poll-plan.js';
import { HeldBody } from '../../src/domain/received-body.js';

const page = readFileSync(new URL('../../docs/asking-well.md', import.meta.url), 'utf8');
const shown = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text]) => JSON.parse(text!) as object);
const examples = shown.filter((example) => !('orders' in example) && !('order_ids' in example));

describe('docs/asking-well.md', () => {
  it.each(examples.map((plan) => [plan]))('shows a plan that is taken: %j', (plan) => {
    expect(checkPlan(plan)).toMatchObject({ ok: true, plan });
  });

  it('has an example of each strategy', () => {
    const strategies = examples.map((plan) => (plan as { strategy: string }).strategy);
    expect([...new Set(strategies)].sort()).toEqual(['adaptive', 'exponential', 'fixed', 'learned', 'sweep']);
  });

  it('shows a batch request, and an answer to it that is read', () => {
    const { order_ids } = shown.find((example) => 'order_ids' in example) as { order_ids: string[] };
    const body = new HeldBody(Buffer.from(JSON.stringify(shown.find((example) => 'orders' in example))));
    const answer = { kind: 'answered' as const, status: 200, headers: {}, body, durationMs: 1 };
    const auto = { response: { dialect: 'auto' }, known: null, url: 'https://seller.example/batch' } as const;
    const nothing = { locationMonitor: false, operationMonitor: false, finalUrl: null };
    const reading = readBatch(answer, order_ids, { ...auto, ...nothing });
    if (reading.kind !== 'read') throw new Error(reading.problem);
    expect(reading.note).toBeNull();
    expect(order_ids.map((id) => reading.said.get(id)?.verdict.kind)).toEqual(['processing', 'completed', 'failed']);
  });
});
