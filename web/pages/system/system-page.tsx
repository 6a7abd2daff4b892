import { Alert, Card, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { NotFound } from '../../parts/page-problem.tsx';
import { Page } from '../../parts/page.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useSession } from '../../parts/use-session.ts';
import { system } from '../../words/system.ts';
import { Breakers } from './breakers.tsx';
import { READ_EVERY_MS } from './figures.ts';
import { SeriesCharts } from './series-charts.tsx';
import { Sweeps } from './sweeps.tsx';
import { Tiles } from './tiles.tsx';

/** How the server itself is doing: what is under way and late now, and how it went over time. Not for sellers: it is none of theirs. */
export function SystemPage() {
  return useSession().role === 'seller' ? <NotFound /> : <WholeSystem />;
}

function WholeSystem() {
  const { data, error, refetch } = useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => api.get('/v1/system', { signal }),
    refetchInterval: READ_EVERY_MS,
  });
  return (
    <Page title={system.title}>
      <Text size="sm" c="dimmed">
        {system.refreshed}
      </Text>
      <Stack gap="xl">
        {data ? (
          <>
            {error && (
              <Alert color="orange" role="status">
                {system.stale}
              </Alert>
            )}
            <Tiles state={data} />
            <Breakers breakers={data.open_breakers} />
          </>
        ) : error ? (
          <Problem error={error} retry={() => void refetch()} />
        ) : (
          <Card withBorder>
            <Skeleton height={160} />
          </Card>
        )}
        <SeriesCharts />
        <Sweeps />
      </Stack>
    </Page>
  );
}
