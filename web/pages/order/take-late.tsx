import { Button } from '@mantine/core';
import { api } from '../../api/client.ts';
import { order } from '../../words/order.ts';
import { useOrderWrite } from './use-order.ts';

const { late: words } = order;

/** Completes the order with what came late. */
export function TakeLate({ orderId, attemptId }: { readonly orderId: string; readonly attemptId: string }) {
  const { write, isPending } = useOrderWrite(orderId, {
    act: () =>
      api.post('/v1/orders/{order_id}/accept', { path: { order_id: orderId }, body: { attempt_id: attemptId } }),
    done: () => words.done,
  });
  return (
    <Button size="compact-sm" loading={isPending} title={words.does} onClick={() => write(undefined)}>
      {words.take}
    </Button>
  );
}
