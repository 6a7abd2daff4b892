import { Badge } from '@mantine/core';
import type { OrderStatus } from '../api/client.ts';
import { common } from '../words/common.ts';

const COLORS: Readonly<Record<OrderStatus, string>> = {
  received: 'gray',
  forwarding: 'cyan',
  processing: 'blue',
  completed: 'green',
  failed: 'red',
  expired: 'orange',
  cancelled: 'gray',
};

/** An order's status, as a word and a colour: the word is enough. */
export function StatusChip({ status }: { readonly status: OrderStatus }) {
  return (
    <Badge color={COLORS[status]} variant="light" tt="none" style={{ flexShrink: 0 }}>
      {common.statuses[status]}
    </Badge>
  );
}
