import { isFinal, ORDER_STATUSES, TRANSITIONS, type OrderChange } from '../domain/order.js';

const CAUSES: Readonly<Record<OrderChange, { label: string; told: string; what: string }>> = {
  forward: {
    label: 'first try',
    told: '–',
    what: 'The order is about to be sent to the seller for the first time in this run.',
  },
  acknowledge: {
    label: 'seller has it',
    told: '`order.processing`',
    what: 'The seller answered 2xx, or the request was fully sent and never answered.',
  },
  complete: {
    label: 'good result',
    told: '`order.completed`',
    what: 'A good result came, by callback, check or reply, of this run or an earlier one.',
  },
  fail: {
    label: 'failure',
    told: '`order.failed`',
    what: 'The seller said so, refused the order, could not be reached for six hours, or sent three bad results.',
  },
  expire: {
    label: 'deadline',
    told: '`order.expired`',
    what: 'The deadline passed; an order that can be checked gets a last check first.',
  },
  cancel: {
    label: 'cancel',
    told: '`order.cancelled`',
    what: 'Somebody cancelled it. The seller is not told; its answer will be late.',
  },
  retry: {
    label: 'retry',
    told: '–',
    what: 'It goes again as the next run: a new deadline, a clean state, the history kept.',
  },
  accept: {
    label: 'accept late result',
    told: '`order.completed`',
    what: 'An operator took a good result that had come too late; opens the next run and completes it at once.',
  },
};

/** `docs/order-states.md`, drawn from the table of transitions. */
export function orderStatesPage(): string {
  const rows = ORDER_STATUSES.flatMap((from) => TRANSITIONS[from].map(({ to, on }) => ({ from, to, on })));
  const changes = Object.entries(CAUSES);
  return [
    '# The states of an order',
    '',
    'Drawn from the table in `src/domain/order.ts` by `src/orders/print-order-states.ts`; a test keeps the two the same.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> received: order taken in',
    ...rows.map(({ from, to, on }) => `  ${from} --> ${to}: ${CAUSES[on].label}`),
    ...ORDER_STATUSES.filter((status) => TRANSITIONS[status].length === 0).map((status) => `  ${status} --> [*]`),
    '```',
    '',
    `Final states: ${ORDER_STATUSES.filter(isFinal).join(', ')}. The first final answer wins, by whichever road; the first commit decides.`,
    '',
    '| change | from | to | the marketplace is told | what happened |',
    '| --- | --- | --- | --- | --- |',
    ...changes.map(([on, { told, what }]) => row(on as OrderChange, rows, told, what)),
    '',
  ].join('\n');
}

function row(
  on: OrderChange,
  rows: readonly { from: string; to: string; on: OrderChange }[],
  told: string,
  what: string,
): string {
  const own = rows.filter((each) => each.on === on);
  const to = [...new Set(own.map((each) => each.to))].join(', ');
  return `| ${on} | ${own.map((each) => each.from).join(', ')} | ${to} | ${told} | ${what} |`;
}
