import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListOrders } from '../../src/orders/list-orders.js';
import { csvCell } from '../../src/orders/order-csv.js';
import { OrderViews } from '../../src/orders/order-view.js';
import { OrderListQuery } from '../../src/storage/order-list-query.js';
import { record } from '../storage/recording.js';
import { callerOf, NOW, openOrdersRoom, PUBLIC_URL, type OrdersRoom } from './orders-room.js';

let room: OrdersRoom;

beforeAll(async () => {
  room = await openOrdersRoom();
});
afterAll(() => room.close());

describe('a cell of CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-1', "'-1"],
    ['@sum', "'@sum"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['=a,"b"', '"\'=a,""b"""'],
    ['a=b', 'a=b'],
    ['two\nlines', '"two\nlines"'],
    ['say "hi"', '"say ""hi"""'],
    [null, ''],
    [0, '0'],
    [false, 'false'],
  ])('makes %j to %j', (value, cell) => expect(csvCell(value)).toBe(cell));
});

describe('the export of orders', () => {
  it('has a header, then every order that fits, newest first, read page by page', async () => {
    const orders = [];
    for (let i = 0; i < 1_200; i++)
      orders.push(await room.add({ short_id: 'csv', created_at: NOW + i, message: '=x' }));
    await room.add({ short_id: 'other' });
    const { database, statements } = record(room.database);
    const lists = new ListOrders(new OrderListQuery(database), new OrderViews(() => PUBLIC_URL));
    const pieces: string[] = [];
    for await (const piece of lists.csv(callerOf('operator'), { shortId: 'csv' }, null)) pieces.push(piece);
    const [header, ...lines] = pieces.join('').split('\r\n');
    expect(header).toMatch(/^order_id,short_id,seller_id,is_test,run,status,.*,next_check_at,metadata$/);
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => line.split(',')[0])).toEqual(orders.reverse().map((order) => order.order_id));
    expect(lines[0]).toMatch(/,'=x,/);
    expect(lines[0]).toMatch(/,"\{""note"":""n""\}"$/);
    expect([pieces.length, statements.length]).toEqual([4, 3]);
  });

  it('leaves out metadata for sellers', async () => {
    const lists = new ListOrders(new OrderListQuery(room.database), new OrderViews(() => PUBLIC_URL));
    const pieces: string[] = [];
    for await (const piece of lists.csv(callerOf('seller', 'sel_a'), { shortId: 'other' }, null)) pieces.push(piece);
    expect(pieces.join('')).not.toContain('note');
    expect(pieces[0]).not.toContain('metadata');
    expect(pieces).toHaveLength(2);
  });
});
