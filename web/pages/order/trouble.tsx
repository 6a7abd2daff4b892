import { Alert, Stack, Text } from '@mantine/core';
import type { Attempt, Order } from '../../api/client.ts';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { order as words } from '../../words/order.ts';
import { adviceFor, isErased } from './advice.ts';

/** What went wrong with the order, and what to do about it; or why it ended without anything gone wrong. */
export function Trouble({ order, attempts }: { readonly order: Order; readonly attempts: readonly Attempt[] }) {
  if (isErased(order))
    return (
      <Alert color="gray" title={words.erased.title}>
        {words.erased.text}
      </Alert>
    );
  if (order.status === 'cancelled') return <Alert color="gray">{words.cancelled}</Alert>;
  const advice = adviceFor(order, attempts);
  if (advice === null) return null;
  return (
    <Alert color={order.status === 'failed' ? 'red' : 'orange'} title={advice.title}>
      <Stack gap={6}>
        {order.error !== null && (
          <Text size="sm" fw={600}>
            <StrangersText text={order.error.message} />
          </Text>
        )}
        <Text size="sm">{advice.what}</Text>
        <Text size="sm">
          <b>{words.trouble.todo}:</b> {advice.todo}
        </Text>
        {order.error !== null && (
          <Text size="xs">
            {order.error.hint !== null && (
              <>
                {words.trouble.hint}: <StrangersText text={order.error.hint} />{' '}
              </>
            )}
            {words.trouble.code(order.error.code)}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
