import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkPlan } from '../../src/domain/poll-plan.js';

const page = readFileSync(new URL('../../docs/asking-well.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text]) => JSON.parse(text!) as object);

describe('docs/asking-well.md', () => {
  it.each(examples.map((plan) => [plan]))('shows a plan that is taken: %j', (plan) => {
    expect(checkPlan(plan)).toMatchObject({ ok: true, plan });
  });

  it('has an example of each strategy', () => {
    const shown = examples.map((plan) => (plan as { strategy: string }).strategy);
    expect([...new Set(shown)].sort()).toEqual(['adaptive', 'exponential', 'fixed', 'sweep']);
  });
});
