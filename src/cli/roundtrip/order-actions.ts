import type { Command } from 'commander';
import { acting, wholeNumber, type Making } from './act.js';
import { orderText } from './order-words.js';
import { watchOrder } from './watch-orders.js';

interface PlaceWishes {
  readonly inputs?: string;
  readonly orderId?: string;
  readonly deadline?: number;
  readonly test?: boolean;
  readonly watch?: boolean;
}

/** What changes an order, or makes one. */
export function addOrderActions(orders: Command, making: Making): void {
  orders
    .command('place <short_id>')
    .description('place an order')
    .option('--inputs <file>', 'a file that holds its inputs as a JSON object; - is the standard input')
    .option('--order-id <uuid>', 'its id: the same again is the same order')
    .option('--deadline <seconds>', 'instead of the deadline of its tool', wholeNumber('--deadline', 60))
    .option('--test', 'a test order: the marketplace hears nothing of it')
    .option('--watch', 'until it is over; exit code 0 if it completed')
    .action(
      acting<PlaceWishes>(making, async (session, { inputs, orderId, deadline, test, watch }, short_id) => {
        const body = {
          ...{ short_id, inputs: inputs === undefined ? {} : await session.readObject(inputs, '--inputs') },
          ...(orderId === undefined ? {} : { order_id: orderId }),
          ...(deadline === undefined ? {} : { deadline_s: deadline }),
          is_test: test === true,
        };
        const order = await session.api.post('/v1/orders', { body });
        if (watch) return watchOrder(session, order.order_id);
        session.tell(order, () => orderText(session, order));
        return 0;
      }),
    );
  for (const [name, description] of [
    ['check', 'ask its seller about an order now'],
    ['retry', 'send a failed or expired order again'],
  ] as const)
    orders
      .command(`${name} <order_id>`)
      .description(description)
      .option('--watch', 'until it is over; exit code 0 if it completed')
      .action(
        acting<{ watch?: boolean }>(making, async (session, { watch }, order_id) => {
          const order = await session.api.post(`/v1/orders/{order_id}/${name}`, { path: { order_id }, body: {} });
          if (watch) return watchOrder(session, order_id);
          session.tell(order, () => orderText(session, order));
          return 0;
        }),
      );
  orders
    .command('cancel <order_id>')
    .description('end an order; its seller is not told')
    .action(
      acting(making, async (session, _options, order_id) => {
        const order = await session.api.post('/v1/orders/{order_id}/cancel', { path: { order_id }, body: {} });
        session.tell(order, () => orderText(session, order));
      }),
    );
}
