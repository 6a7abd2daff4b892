import { describe, expect, it } from '@jest/globals';
import type { ListedOrder } from '../../api/client.ts';
import { isBelow, mergePage, pagesOf, trimmed } from './merge.ts';
import type { OrdersData, OrdersPageData } from './patch.ts';

/** Orders of letters: a is the newest. */
const order = (id: string, fields: Partial<ListedOrder> = {}): ListedOrder => {
  const created_at = new Date(1e12 - id.codePointAt(0)! * 1_000).toISOString();
  return { order_id: id, created_at, status: 'processing', ...fields } as ListedOrder;
};
const page = (letters: string, next_cursor: string | null): OrdersPageData => ({
  orders: [...letters].map((id) => order(id)),
  next_cursor,
});
const data = (...pages: OrdersPageData[]): OrdersData => ({
  pages,
  pageParams: [null, ...pages.map(({ next_cursor }) => next_cursor)].slice(0, pages.length),
});
const ids = ({ pages }: OrdersData) => pages.map(({ orders }) => orders.map(({ order_id }) => order_id).join(''));

describe('a page that was read again', () => {
  it('has new orders on top, and loses none that it pushed below', () => {
    const merged = mergePage(data(page('def', 'f'), page('gh', null)), 0, page('bcd', 'd'));
    expect(merged && [ids(merged.data), merged.fresh]).toEqual([['bcdef', 'gh'], 2]);
  });

  it('loses what no longer fits, and gains in its place what fits only now', () => {
    const merged = mergePage(data(page('acf', 'f'), page('gh', null)), 0, page('abf', 'f'));
    expect(merged && [ids(merged.data), merged.fresh]).toEqual([['abf', 'gh'], 0]);
  });

  it('reaches into no page above or below it', () => {
    const before = data(page('ab', 'b'), page('cd', 'd'), page('fg', null));
    expect(ids(mergePage(before, 1, page('cef', 'f'))!.data)).toEqual(['ab', 'ce', 'fg']);
    expect(ids(mergePage(before, 1, page('bdf', 'f'))!.data)).toEqual(['ab', 'd', 'fg']);
  });

  it('is empty once nothing of it fits', () => {
    const merged = mergePage(data(page('ab', 'b'), page('cd', null)), 1, page('', null));
    expect(merged && ids(merged.data)).toEqual(['ab', '']);
  });

  it('keeps what it may not have reached', () => {
    const merged = mergePage(data(page('abcd', 'd')), 0, page('a', 'elsewhere'));
    expect(merged && ids(merged.data)).toEqual(['abcd']);
  });

  it('goes on where its reading ended, where it is the last', () => {
    expect(mergePage(data(page('ab', 'b')), 0, page('abc', 'c'))!.data.pages[0]!.next_cursor).toBe('c');
    expect(mergePage(data(page('ab', 'b'), page('cd', 'd')), 0, page('abc', 'c'))!.data.pages[0]!.next_cursor).toBe(
      'b',
    );
  });

  it('is told apart from what leaves a gap', () => {
    expect(mergePage(data(page('xy', null)), 0, page('abc', 'c'))).toBeNull();
    expect(mergePage(data(page('xy', null)), 0, page('abc', null))).not.toBeNull();
  });

  it('makes a page of its own of the rows it pushed below, once they are many', () => {
    const rows = Array.from({ length: 150 }, (_, i) => order(String.fromCodePoint(1_000 + i)));
    const before: OrdersData = { pages: [{ orders: rows, next_cursor: 'end' }], pageParams: [null] };
    const { data: after } = mergePage(before, 0, { orders: [order('a'), ...rows.slice(0, 49)], next_cursor: 'mid' })!;
    expect(after.pages.map(({ orders }) => orders.length)).toEqual([50, 101]);
    expect(after.pageParams).toEqual([null, 'mid']);
    expect(after.pages.map(({ next_cursor }) => next_cursor)).toEqual(['mid', 'end']);
  });

  it('fills an empty list, and has nothing new above it then', () => {
    expect(mergePage(data(page('', null)), 0, page('ab', null))).toMatchObject({ fresh: 0 });
  });
});

it('sorts orders of one instant by their ids, as the server does', () => {
  const at = { created_at: '2026-11-23T00:00:00.000Z' };
  expect(isBelow(order('a', at), order('b', at))).toBe(true);
});

it('finds the pages of the rows in view', () => {
  const pages = data(page('abc', 'c'), page('', 'c'), page('def', null));
  expect([pagesOf(pages, 0, 2), pagesOf(pages, 2, 3), pagesOf(pages, 5, 9)]).toEqual([[0], [0, 1, 2], [2]]);
});

it('drops the pages below the first few, with their cursors', () => {
  expect(trimmed(data(page('a', 'a'), page('b', 'b'), page('c', null)), 2)).toEqual(
    data(page('a', 'a'), page('b', 'b')),
  );
});
