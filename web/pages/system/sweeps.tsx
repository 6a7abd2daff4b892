import { Group, SimpleGrid, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api/client.ts';
import { mayOperate } from '../../api/session.ts';
import { Chart } from '../../parts/chart.tsx';
import { Problem } from '../../parts/problem.tsx';
import { localTime, millis } from '../../parts/time.ts';
import { useSession } from '../../parts/use-session.ts';
import { common } from '../../words/common.ts';
import { system } from '../../words/system.ts';
import { READ_EVERY_MS, count } from './figures.ts';
import { checksOf, timesOf, type Sweep } from './sweep-charts.ts';
import { SweepNow } from './sweep-now.tsx';

const words = system.sweeps;

/** The sweeps of late, drawn and told, and another one by hand for whoever may. */
export function Sweeps() {
  const { role } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['sweeps'],
    queryFn: ({ signal }) => api.get('/v1/sweeps', { query: { limit: 50 }, signal }),
    refetchInterval: READ_EVERY_MS,
  });
  return (
    <section aria-labelledby="sweeps">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h4" id="sweeps">
            {words.heading}
          </Title>
          {mayOperate(role) && <SweepNow />}
        </Group>
        <Text size="sm" c="dimmed">
          {data?.sweeps.length === 0 ? words.none : words.hint}
        </Text>
        {error && !data && <Problem error={error} retry={() => void refetch()} />}
        {!error && !data && <Skeleton height={220} />}
        {data && data.sweeps.length > 0 && <SweepsDrawn sweeps={data.sweeps} />}
      </Stack>
    </section>
  );
}

function SweepsDrawn({ sweeps }: { readonly sweeps: readonly Sweep[] }) {
  const [checks, times] = useMemo(() => [checksOf(sweeps), timesOf(sweeps)], [sweeps]);
  return (
    <>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl" verticalSpacing="lg">
        <Chart title={words.chart} data={checks} say={count} />
        <Chart title={words.times} data={times} say={millis} />
      </SimpleGrid>
      <SweepsTable sweeps={sweeps} />
    </>
  );
}

const HEADS = [words.opened, words.due, words.checked, words.changed, words.failed, words.duration, words.lateness];

function SweepsTable({ sweeps }: { readonly sweeps: readonly Sweep[] }) {
  return (
    <Table.ScrollContainer
      minWidth={620}
      maxHeight={360}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': words.table } }}
    >
      <Table withTableBorder tabularNums stickyHeader>
        <Table.Thead>
          <Table.Tr>
            {HEADS.map((head) => (
              <Table.Th key={head} scope="col">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sweeps.map((sweep) => (
            <SweepRow key={sweep.sweep_id} sweep={sweep} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function SweepRow({ sweep }: { readonly sweep: Sweep }) {
  const { opened_at, manual, due, checked, changed, failed, duration_ms, lateness } = sweep;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <time dateTime={opened_at}>{localTime(opened_at)}</time>
        {manual && ` (${words.byHand})`}
      </Table.Th>
      {[due, checked, changed].map((n, i) => (
        <Table.Td key={i}>{count(n)}</Table.Td>
      ))}
      <Table.Td {...(failed > 0 ? { c: 'var(--mantine-color-error)' } : {})}>{count(failed)}</Table.Td>
      <Table.Td>{duration_ms === null ? common.none : millis(duration_ms)}</Table.Td>
      <Table.Td>{millis(lateness)}</Table.Td>
    </Table.Tr>
  );
}
