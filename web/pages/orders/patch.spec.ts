import { describe, expect, it } from '@jest/globals';
import type { ListedOrder, OrderEvent } from '../../api/client.ts';
import { layOver, patchByEvent, type OrdersData } from './patch.ts';

const order = (id: string, fields: Partial<ListedOrder> = {}): ListedOrder =>
  ({ order_id: id, status: 'processing', progress: null, message: null, run: 1, ...fields }) as ListedOrder;
const event = (id: string, fields: Partial<OrderEvent> = {}): OrderEvent =>
  ({ order_id: id, type: 'status', to: 'completed', progress: 100, message: 'done', run: 1, ...fields }) as OrderEvent;
const data = (...pages: ListedOrder[][]): OrdersData => ({
  pages: pages.map((orders) => ({ orders, next_cursor: 'more' })),
  pageParams: pages.map(() => null),
});
const ids = ({ pages }: OrdersData) => pages.map(({ orders }) => orders.map(({ order_id }) => order_id).join(''));

describe('an event of an order', () => {
  it('changes its row, on whatever page, and no other page', () => {
    const before = data([order('a')], [order('b')]);
    const after = patchByEvent(before, event('b'), {});
    expect(after.pages[1]!.orders[0]).toMatchObject({ status: 'completed', progress: 100, message: 'done' });
    expect(after.pages[0]).toBe(before.pages[0]);
  });

  it('takes away what no longer fits the filter', () => {
    const after = patchByEvent(data([order('a'), order('b')]), event('a'), { status: 'received,processing' });
    expect(ids(after)).toEqual(['b']);
  });

  it('leaves the status where it tells of progress alone', () => {
    const after = patchByEvent(data([order('a')]), event('a', { type: 'progress', to: null, progress: 40 }), {
      status: 'processing',
    });
    expect(after.pages[0]!.orders[0]).toMatchObject({ status: 'processing', progress: 40 });
  });

  it('of an order that is not shown, or that changes nothing, leaves all as it is', () => {
    const before = data([order('a')]);
    expect(patchByEvent(before, event('z'), {})).toBe(before);
    expect(patchByEvent(before, event('a', { type: 'note' }), {}).pages[0]!.orders[0]).toEqual(order('a'));
  });
});

describe('the newest page, read again', () => {
  it('puts new orders on top and replaces what it holds', () => {
    const over = layOver(data([order('b'), order('c')], [order('d')]), [order('a'), order('b', { status: 'failed' })]);
    expect(over && [ids(over.data), over.fresh]).toEqual([['abc', 'd'], 1]);
    expect(over?.data.pages[0]!.orders[1]!.status).toBe('failed');
  });

  it('asks for all to be read again where so much came that nothing shown is in it', () => {
    expect(layOver(data([order('z')]), [order('a'), order('b')])).toBeNull();
  });

  it('changes nothing where nothing came', () => {
    const over = layOver(data([order('a')]), [order('a')]);
    expect(over?.fresh).toBe(0);
  });

  it('fills an empty list', () => {
    expect(layOver(data([]), [order('a')])?.fresh).toBe(1);
  });
});
