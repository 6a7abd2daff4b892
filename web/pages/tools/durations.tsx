import { Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api, type ToolDurations } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { millis, span } from '../../parts/time.ts';
import { tools as words } from '../../words/tools.ts';
import { drawingOf, type Drawing } from './duration-bars.ts';
import classes from './durations.module.css';

const time = (s: number) => millis(s * 1_000);
const MOST_SAID = 8;

/** The plan drawn against the history of durations. */
export function Durations({ shortId }: { readonly shortId: string }) {
  const { data, error } = useQuery({
    queryKey: ['tools', shortId, 'durations'],
    queryFn: () => api.get('/v1/tools/{short_id}/durations', { path: { short_id: shortId } }),
    refetchInterval: 60_000,
  });
  const drawing = data ? drawingOf(data) : null;
  return (
    <Paper withBorder p="md" component="section" aria-label={words.durations.title}>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {words.durations.title}
        </Title>
        {error && <Problem error={error} />}
        {data && drawing === null && <Text size="sm">{words.durations.none}</Text>}
        {data && drawing && <Known data={data} drawing={drawing} />}
      </Stack>
    </Paper>
  );
}

function Known({ data, drawing }: { readonly data: ToolDurations; readonly drawing: Drawing }) {
  const [isTable, { toggle }] = useDisclosure(false);
  const { bars } = drawing;
  return (
    <>
      <svg
        className={classes.drawing}
        viewBox="0 0 1 1"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${words.durations.bars(data.sample)}. ${inWords(data)}`}
      >
        {bars.map(({ x, width, height, fromS }) => (
          <rect key={fromS} className={classes.bar} x={x} y={1 - height} width={width * 0.94} height={height} />
        ))}
        {drawing.checks.map(({ x, atS }) => (
          <line key={atS} className={classes.check} x1={x} x2={x} y1={0} y2={1} />
        ))}
        {drawing.marks.map(({ x, label }) => (
          <line key={label} className={classes.mark} x1={x} x2={x} y1={0} y2={1} />
        ))}
      </svg>
      <div className={classes.axis} aria-hidden="true">
        {drawing.ticks.map(({ x, atS }) => (
          <span key={atS} style={{ left: `${x * 100}%` }}>
            {span(atS)}
          </span>
        ))}
      </div>
      <Legend drawing={drawing} />
      <Text size="sm">{inWords(data)}</Text>
      <div>
        <Button size="compact-sm" variant="default" onClick={toggle} aria-expanded={isTable}>
          {words.durations.table}
        </Button>
      </div>
      {isTable && <AsTable data={data} />}
    </>
  );
}

function Legend({ drawing: { checks, marks } }: { readonly drawing: Drawing }) {
  const { legend } = words.durations;
  const keys = [
    { name: legend.orders, key: classes.barKey },
    ...(checks.length > 0 ? [{ name: legend.checks, key: classes.checkKey }] : []),
    ...(marks.length > 0 ? [{ name: legend.marks, key: classes.markKey }] : []),
  ];
  return (
    <Group gap="md" aria-hidden="true">
      {keys.map(({ name, key }) => (
        <Group key={name} gap={6} wrap="nowrap">
          <span className={key} />
          <Text size="xs">{name}</Text>
        </Group>
      ))}
    </Group>
  );
}

function AsTable({ data }: { readonly data: ToolDurations }) {
  return (
    <Table maw={420}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.durations.from}</Table.Th>
          <Table.Th scope="col">{words.durations.to}</Table.Th>
          <Table.Th scope="col">{words.durations.orders}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.histogram.map(({ from_s, to_s, count }) => (
          <Table.Tr key={from_s}>
            <Table.Td>{time(from_s)}</Table.Td>
            <Table.Td>{time(to_s)}</Table.Td>
            <Table.Td>{count}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** What the drawing says, for whoever does not see it, and beside it for everybody. */
function inWords({ eta, plan }: ToolDurations): string {
  const { checks_s, expected_checks, expected_wait_s, strategy } = plan;
  const times = checks_s.slice(0, MOST_SAID).map(time).join(', ') + (checks_s.length > MOST_SAID ? ' …' : '');
  const isPlanned = expected_checks !== null && expected_wait_s !== null;
  return [
    ...(eta === null ? [] : [words.durations.summary(time(eta.p50_s), time(eta.p90_s))]),
    strategy === 'sweep' ? words.durations.sweep : words.durations.checks(checks_s.length, times),
    ...(isPlanned ? [words.durations.expected(expected_checks.toFixed(1), time(expected_wait_s))] : []),
  ].join(' ');
}
