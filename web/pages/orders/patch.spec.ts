import { describe, expect, it } from '@jest/globals';
import type { ListedOrder, OrderEvent } from '../../api/client.ts';
import { patchByEvents, type OrdersData } from './patch.ts';

const at = (ms: number) => new Date(ms).toISOString();
const order = (id: string, fields: Partial<ListedOrder> = {}): ListedOrder =>
  ({
    ...{ order_id: id, status: 'processing', progress: null, message: null, run: 1, error: null, completed_at: null },
    ...{ updated_at: at(5), next_check_at: at(90), ...fields },
  }) as ListedOrder;
const event = (id: string, fields: Partial<OrderEvent> = {}): OrderEvent =>
  ({
    ...{ order_id: id, type: 'status', to: 'completed', progress: 100, message: 'done', run: 1, at: at(10) },
    ...fields,
  }) as OrderEvent;
const data = (...pages: ListedOrder[][]): OrdersData => ({
  pages: pages.map((orders) => ({ orders, next_cursor: 'more' })),
  pageParams: pages.map(() => null),
});
const only = ({ pages }: OrdersData) => pages[0]!.orders[0];

describe('an event of an order', () => {
  it('changes its row, on whatever page, and no other page', () => {
    const before = data([order('a')], [order('b'), order('c')]);
    const after = patchByEvents(before, [event('b')], {});
    expect(after.pages[1]!.orders[0]).toMatchObject({ status: 'completed', progress: 100, message: 'done' });
    expect(after.pages[1]!.orders[1]).toBe(before.pages[1]!.orders[1]);
    expect(after.pages[0]).toBe(before.pages[0]);
  });

  it('takes away what no longer fits the filter', () => {
    const after = patchByEvents(data([order('a'), order('b')]), [event('a')], { status: 'received,processing' });
    expect(after.pages[0]!.orders.map(({ order_id }) => order_id)).toEqual(['b']);
  });

  it('leaves the status where it tells of progress alone', () => {
    const progress = event('a', { type: 'progress', to: null, progress: 40 });
    expect(only(patchByEvents(data([order('a')]), [progress], { status: 'processing' }))).toMatchObject({
      ...{ status: 'processing', progress: 40, next_check_at: at(90) },
    });
  });

  it('ends its checks as it ends', () => {
    expect(only(patchByEvents(data([order('a')]), [event('a')], {}))).toMatchObject({
      ...{ next_check_at: null, completed_at: at(10) },
    });
  });

  it('takes the error of the run before away as it is sent again', () => {
    const failed = order('a', { status: 'failed', error: { code: 'x', message: 'y' } as never, completed_at: at(5) });
    const again = event('a', { to: 'received', run: 2 });
    expect(only(patchByEvents(data([failed]), [again], {}))).toMatchObject({
      ...{ status: 'received', error: null, completed_at: null, run: 2 },
    });
  });

  it('comes after those before it', () => {
    const events = [event('a', { to: 'processing', progress: 5 }), event('a', { at: at(11) })];
    expect(only(patchByEvents(data([order('a')]), events, {}))).toMatchObject({ status: 'completed' });
  });

  it.each([
    ['of an order that is not shown', event('z')],
    ['that is older than what was read', event('a', { at: at(4) })],
    ['of a run that is over', event('a', { run: 0 })],
    ['that is a note', event('a', { type: 'note' })],
  ])('%s changes nothing', (_, told) => {
    const before = data([order('a')]);
    expect(patchByEvents(before, [told], {})).toEqual(before);
  });
});
