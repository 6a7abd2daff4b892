import { describe, expect, it } from '@jest/globals';
import { checkStatusUrl, checkTool } from './checks.ts';
import { placeProblems } from './problem-fields.ts';
import { formOf, type ToolForm } from './tool-form.ts';

const good: ToolForm = {
  ...formOf(null, true),
  ...{ seller_id: 'sel_1', name: 'Letters', job_url: 'https://a.test/job', headers: [{ name: 'X-Key', value: 'k' }] },
};
const wrongIn = (fields: Partial<ToolForm>, before: ToolForm | null = null) =>
  Object.keys(checkTool({ ...good, ...fields }, before));

describe('what is typed of a tool', () => {
  it('is right as it should be', () => {
    expect(checkTool(good, null)).toEqual({});
  });

  it('is told at each field before it is sent', () => {
    expect(wrongIn({ name: 'x', job_url: 'http://a.test', seller_id: '' }).sort()).toEqual([
      ...['job_url', 'name', 'seller_id'],
    ]);
    expect(wrongIn({ short_id: 'a b', deadline_s: '59', max_concurrency: '1.5', inputs_schema: '[]' })).toHaveLength(4);
    expect(wrongIn({ response: '{', payload_template: '' })).toEqual(['response']);
  });

  it('holds the order id in the path of its status URL', () => {
    expect(checkStatusUrl('')).toBeNull();
    expect(checkStatusUrl('https://a.test/{order_id}')).toBeNull();
    expect(checkStatusUrl('https://a.test/status')).toMatch(/must hold \{order_id\}/);
    expect(checkStatusUrl('https://a.test/?id={order_id}')).toMatch(/in the path/);
    expect(checkStatusUrl('https://user@a.test/{order_id}')).toMatch(/credentials/);
  });

  it('has headers that a call can carry, each once', () => {
    const headers = (...all: [string, string][]) => ({ headers: all.map(([name, value]) => ({ name, value })) });
    expect(wrongIn(headers())).toEqual(['headers']);
    expect(wrongIn(headers(['X-Key', 'k'], ['x-key', 'k']))).toEqual(['headers.0.name', 'headers.1.name']);
    expect(wrongIn(headers(['Host', 'k']))).toEqual(['headers.0.name']);
    expect(wrongIn(headers(['X Key', 'line\nbreak']))).toEqual(['headers.0.name', 'headers.0.value']);
  });

  it('needs what the strategy needs, and is not held up by fields that another one has', () => {
    const plan = { ...good.plan, initial_s: 'soon' };
    expect(wrongIn({ strategy: 'fixed', plan })).toEqual(['plan.initial_s', 'plan.interval_s']);
    expect(wrongIn({ strategy: 'sweep', plan })).toEqual([]);
    const gaps = { ...good.plan, interval_s: '60', multiplier: '2', max_interval_s: '30' };
    expect(wrongIn({ strategy: 'exponential', plan: gaps })).toEqual(['plan.max_interval_s']);
    expect(wrongIn({ strategy: 'adaptive' })).toEqual(['planJson']);
  });

  it('needs no headers in a change, but where a URL moves to another origin', () => {
    expect(wrongIn({ headers: [] }, good)).toEqual([]);
    expect(wrongIn({ headers: [], job_url: 'https://b.test/job' }, good)).toEqual(['headers']);
  });
});

describe('what the server says of a field', () => {
  const placed = (fields: Partial<ToolForm>, ...names: string[]) =>
    placeProblems(
      names.map((field) => ({ field, message: `${field} is wrong` })),
      { ...good, ...fields },
    );

  it('stands at its input', () => {
    const { errors, rest } = placed(
      { strategy: 'fixed' },
      'poll.interval_s',
      'auth_headers.X-Key',
      'response.result_at',
    );
    expect(Object.keys(errors)).toEqual(['plan.interval_s', 'headers.0.name', 'response']);
    expect(rest).toEqual([]);
  });

  it('stands at the plan where its strategy has no such input, and by itself where the form has none', () => {
    expect(Object.keys(placed({ strategy: 'sweep' }, 'poll.jitter').errors)).toEqual(['strategy']);
    expect(Object.keys(placed({ strategy: 'adaptive' }, 'poll.classes.short').errors)).toEqual(['planJson']);
    expect(placed({}, 'colour').rest).toEqual([{ field: 'colour', message: 'colour is wrong' }]);
  });
});
