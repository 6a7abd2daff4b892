import type { Command } from 'commander';
import { acting, type Making } from './act.js';
import { addOrderActions } from './order-actions.js';
import { eventText, ORDER_COLUMNS, orderText } from './order-words.js';
import { moreText, readPages, withPages, type PageWishes } from './pages.js';
import { watchAll, watchOrder } from './watch-orders.js';

interface ListWishes extends PageWishes {
  readonly status?: string;
  readonly tool?: string;
  readonly seller?: string;
  readonly search?: string;
  readonly after?: string;
  readonly before?: string;
  readonly test?: boolean;
}

/** `orders list|show|watch|place|check|retry|cancel`. */
export function addOrders(program: Command, making: Making): void {
  const orders = program.command('orders').description('orders, from the buyer to the result');
  withPages(orders.command('list').description('orders, newest first'))
    .option('--status <statuses>', 'of these statuses, with commas between them')
    .option('--tool <short_id>', 'of this tool')
    .option('--seller <seller_id>', 'of this seller')
    .option('--search <text>', 'the beginning of an id, or text in message or error')
    .option('--after <instant>', 'created at this instant or later, as in 2026-01-31T12:00:00Z')
    .option('--before <instant>', 'created before this instant')
    .option('--test', 'test orders only')
    .option('--no-test', 'no test orders')
    .action(
      acting<ListWishes>(making, async (session, wishes) => {
        const { api } = session;
        const filters = filtersOf(wishes);
        const read = (page: object) => api.get('/v1/orders', { query: { ...filters, ...page } });
        const { items, document, next } = await readPages('orders', wishes, read);
        session.tell(document, () => session.table(ORDER_COLUMNS, items) + moreText(next));
      }),
    );
  orders
    .command('show <order_id>')
    .description('one order, its result and its timeline')
    .action(
      acting(making, async (session, _options, order_id) => {
        const { api } = session;
        const order = await api.get('/v1/orders/{order_id}', { path: { order_id } });
        const { items: events } = await readPages('events', { limit: 0, all: true }, (query) =>
          api.get('/v1/orders/{order_id}/events', { path: { order_id }, query }),
        );
        const timeline = () => events.map((event) => eventText(session, event, false)).join('');
        session.tell({ order, events }, () => `${orderText(session, order)}\n${timeline()}`);
      }),
    );
  orders
    .command('watch [order_id]')
    .description('what happens, as it happens: to one order until it is over (exit code 0 if it completed), or to all')
    .action(
      acting<object>(making, async (session, _options, order_id?: string) => {
        return order_id === undefined ? watchAll(session) : watchOrder(session, order_id);
      }),
    );
  addOrderActions(orders, making);
}

function filtersOf({ status, tool, seller, search, after, before, test }: ListWishes) {
  const filters = {
    ...{ status, short_id: tool, seller_id: seller, q: search, created_after: after, created_before: before },
    is_test: test,
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as typeof filters;
}
