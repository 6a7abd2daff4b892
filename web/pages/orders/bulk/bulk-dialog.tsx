import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../parts/problem.tsx';
import { useWrite } from '../../../parts/use-write.ts';
import { common } from '../../../words/common.ts';
import { orders as words } from '../../../words/orders.ts';
import { newKey, type BulkAsk } from './ask.ts';

export interface BulkDialogProps {
  readonly ask: BulkAsk;
  readonly close: () => void;
  readonly begun: (bulkId: string) => void;
}

/** Says what would happen, and to how many, before anything does. */
export function BulkDialog({ ask, close, begun }: BulkDialogProps) {
  const [key] = useState(newKey);
  const { data, error } = useQuery({
    queryKey: ['bulk-count', ask],
    queryFn: () => api.post('/v1/orders/bulk', { body: { ...ask, dry_run: true } }),
    staleTime: 0,
    gcTime: 0,
  });
  const {
    write,
    isPending,
    error: refused,
  } = useWrite({
    act: () => api.post('/v1/orders/bulk', { body: ask, headers: { 'Idempotency-Key': key } }),
    refresh: [['bulks']],
    tellProblem: false,
    onDone: ({ bulk_id }) => {
      if (bulk_id !== null) begun(bulk_id);
      close();
    },
  });
  const matched = data?.matched ?? 0;
  return (
    <Modal opened onClose={close} title={words.bulk.title[ask.action]}>
      <Stack>
        <Text size="sm">{whom(ask)}</Text>
        <Text size="sm">{words.bulk.what[ask.action]}</Text>
        {error || refused ? <Problem error={error ?? refused} /> : null}
        {!data && !error && (
          <Group gap="xs">
            <Loader size="xs" />
            <Text size="sm">{words.bulk.counting}</Text>
          </Group>
        )}
        {data && (
          <Text fw={600}>{matched === 0 ? words.bulk.noneApplies[ask.action] : words.bulk.applies(matched)}</Text>
        )}
        <Group justify="end">
          <Button variant="default" onClick={close} data-autofocus>
            {common.cancel}
          </Button>
          <Button
            color={ask.action === 'cancel' ? 'red' : undefined}
            disabled={matched === 0}
            loading={isPending}
            onClick={() => write(undefined)}
          >
            {words.bulk.confirm[ask.action](matched)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Which orders it is about: nobody should have to remember what was chosen. */
function whom({ filter }: BulkAsk): string {
  const { order_ids: ids } = filter;
  if (ids) return ids.length === 1 ? words.bulk.one(ids[0]!) : words.bulk.some(ids.length);
  return Object.keys(filter).length === 0 ? words.bulk.every : words.bulk.fitting;
}
