import { Loader, Paper, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { useFreshOnEvents } from '../../api/use-live.ts';
import { Page } from '../../parts/page.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useSellers } from '../../parts/use-sellers.ts';
import { attention as words } from '../../words/attention.ts';
import { common } from '../../words/common.ts';
import { Group } from './group.tsx';
import { ReplayDialog } from './replay-dialog.tsx';

const EVENTS_EVERY_MS = 5_000;

/** What waits for a person, gravest first, one row for each cause. */
export function AttentionPage() {
  const client = useQueryClient();
  const sellers = useSellers();
  const [replayed, setReplayed] = useState<readonly string[] | null>(null);
  const { data, error } = useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => api.get('/v1/attention', { signal }),
    refetchInterval: 15_000,
  });
  useFreshOnEvents(['attention'], null, EVENTS_EVERY_MS);
  return (
    <Page title={words.title}>
      {error && <Problem error={error} retry={() => void client.invalidateQueries({ queryKey: ['attention'] })} />}
      {!data && !error && <Loader aria-label={common.loading} />}
      {data?.groups.length === 0 && (
        <Paper withBorder p="xl" ta="center">
          <Text fw={600}>{words.none}</Text>
          <Text size="sm" c="dimmed">
            {words.noneHint}
          </Text>
        </Paper>
      )}
      <Stack component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {data?.groups.map((group) => (
          <Group
            replay={setReplayed}
            key={[group.cause, group.title, group.short_id, group.seller_id].join('/')}
            group={group}
            seller={group.seller_id && (sellers?.get(group.seller_id) ?? null)}
          />
        ))}
      </Stack>
      {replayed && <ReplayDialog outageIds={replayed} close={() => setReplayed(null)} />}
    </Page>
  );
}
