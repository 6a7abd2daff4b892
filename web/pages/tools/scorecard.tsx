import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, type ToolStats } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { millis } from '../../parts/time.ts';
import { When } from '../../parts/when.tsx';
import { common } from '../../words/common.ts';
import { tools as words } from '../../words/tools.ts';

/** How a tool does, in figures. */
export function Scorecard({ shortId }: { readonly shortId: string }) {
  const { data, error } = useQuery({
    queryKey: ['tools', shortId, 'stats'],
    queryFn: () => api.get('/v1/tools/{short_id}/stats', { path: { short_id: shortId } }),
    refetchInterval: 60_000,
  });
  return (
    <Paper withBorder p="md" component="section" aria-label={words.score.title}>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {words.score.title}
        </Title>
        {error && <Problem error={error} />}
        {data && <Figures stats={data} />}
      </Stack>
    </Paper>
  );
}

function Figures({ stats }: { readonly stats: ToolStats }) {
  if (stats.orders === 0) return <Text size="sm">{words.score.none}</Text>;
  const figures: readonly (readonly [string, ReactNode])[] = [
    [words.score.success, percent(stats.success)],
    [words.score.p50, seconds(stats.p50_s)],
    [words.score.p95, seconds(stats.p95_s)],
    [words.score.timeouts, percent(stats.timeout_rate)],
    [words.score.checks, stats.checks_per_order === null ? common.none : stats.checks_per_order.toFixed(1)],
    [words.score.cost, seconds(stats.check_seconds_per_order)],
  ];
  return (
    <>
      <Text size="sm" c="dimmed">
        {words.score.over(stats.orders)}
      </Text>
      <SimpleGrid cols={{ base: 2, xs: 3, md: 6 }} component="dl" m={0}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <Text component="dt" size="xs" c="dimmed">
              {name}
            </Text>
            <Text component="dd" m={0} fw={600} size="lg">
              {value}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      <LastError stats={stats} />
    </>
  );
}

function LastError({ stats: { last_error } }: { readonly stats: ToolStats }) {
  if (last_error === null)
    return (
      <Text size="sm">
        {words.score.lastError}: {words.score.noError}
      </Text>
    );
  return (
    <Text size="sm">
      {words.score.lastError} (<When at={last_error.at} />
      ):{' '}
      <Link to="/orders/$orderId" params={{ orderId: last_error.order_id }}>
        <StrangersText text={last_error.message.slice(0, 300)} instead={last_error.outcome} />
      </Link>
    </Text>
  );
}

function percent(share: number | null): string {
  return share === null ? common.none : `${Number((share * 100).toFixed(1))} %`;
}

function seconds(value: number | null): string {
  return value === null ? common.none : millis(value * 1_000);
}
