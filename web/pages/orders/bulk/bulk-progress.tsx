import { Alert, Button, Group, Progress, Spoiler, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../parts/problem.tsx';
import { StrangersText } from '../../../parts/strangers-text.tsx';
import { orders as words } from '../../../words/orders.ts';

const POLL_MS = 700;

export interface BulkProgressProps {
  readonly bulkId: string;
  readonly close: () => void;
  /** Called as it ends. */
  readonly onEnd: () => void;
}

/** How far an action on many orders has come; it goes on whether or not one looks. */
export function BulkProgress({ bulkId, close, onEnd }: BulkProgressProps) {
  const { data, error } = useQuery({
    queryKey: ['bulks', bulkId],
    queryFn: () => api.get('/v1/orders/bulk/{bulk_id}', { path: { bulk_id: bulkId } }),
    refetchInterval: ({ state }) => (state.data && state.data.status !== 'running' ? false : POLL_MS),
    staleTime: 0,
  });
  const isOver = data !== undefined && data.status !== 'running';
  useEffect(() => {
    if (isOver) onEnd();
  }, [isOver, onEnd]);
  // One reading that fails is no news: the next one tells.
  if (!data) return error ? <Problem error={error} /> : null;
  const share = data.matched === 0 ? 100 : Math.min(100, (data.done / data.matched) * 100);
  const title = `${words.bulk.title[data.action]}: ${words.bulk.states[data.status]}`;
  return (
    <Alert color={data.status === 'stopped' ? 'orange' : 'blue'} title={title} withCloseButton={false}>
      <Progress value={isOver ? 100 : share} aria-label={title} animated={!isOver} />
      <Group justify="space-between" mt="xs">
        <Text size="sm" role="status">
          {isOver
            ? words.bulk.result(data.changed, data.skipped, data.failed)
            : words.bulk.progress(data.done, data.matched)}
        </Text>
        <Button size="compact-sm" variant="default" onClick={close}>
          {words.bulk.close}
        </Button>
      </Group>
      {data.problems.length > 0 && (
        <Spoiler maxHeight={90} showLabel="…" hideLabel="–" mt="xs">
          <Text size="sm" fw={600}>
            {words.bulk.problems}
          </Text>
          {data.problems.map(({ order_id, message }) => (
            <Text size="sm" key={order_id}>
              <Link to="/orders/$orderId" params={{ orderId: order_id }}>
                {order_id}
              </Link>{' '}
              <StrangersText text={message} />
            </Text>
          ))}
        </Spoiler>
      )}
    </Alert>
  );
}
