import { Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api } from '../../api/client.ts';
import { Chart } from '../../parts/chart.tsx';
import { Problem } from '../../parts/problem.tsx';
import { millis, span } from '../../parts/time.ts';
import { system } from '../../words/system.ts';
import { READ_EVERY_MS, count } from './figures.ts';
import { chartsOf } from './series.ts';

const words = system.charts;
const RANGES = ['1h', '6h', '24h', '7d'] as const;
type Range = (typeof RANGES)[number];

/** Orders, calls, lateness and work over the last hour, day or week. */
export function SeriesCharts() {
  const [range, setRange] = useState<Range>('1h');
  const { data, error, refetch } = useQuery({
    queryKey: ['system', 'series', range],
    queryFn: ({ signal }) => api.get('/v1/system/series', { query: { range }, signal }),
    refetchInterval: READ_EVERY_MS,
    placeholderData: keepPreviousData,
  });
  const charts = useMemo(() => data && chartsOf(data), [data]);
  return (
    <section aria-labelledby="over-time">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h4" id="over-time">
            {words.heading}
          </Title>
          <SegmentedControl
            size="xs"
            aria-label={words.range}
            value={range}
            onChange={(value) => setRange(value)}
            data={RANGES.map((value) => ({ value, label: words.ranges[value] }))}
          />
        </Group>
        {error && !data && <Problem error={error} retry={() => void refetch()} />}
        {!error && !data && <Skeleton height={220} />}
        {data && charts && (
          <>
            <Text size="xs" c="dimmed">
              {words.step(span(data.step_s))}
            </Text>
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl" verticalSpacing="lg">
              <Chart title={words.throughput} data={charts.throughput} say={count} />
              <Chart title={words.calls} data={charts.calls} say={count} shape="stacked" />
              <Chart title={words.lateness} data={charts.lateness} say={millis} />
              <Chart title={words.work} data={charts.work} say={count} />
            </SimpleGrid>
          </>
        )}
      </Stack>
    </section>
  );
}
