import { Button, Group, ScrollArea, Skeleton, Stack, Table, Text, Title, useComputedColorScheme } from '@mantine/core';
import { lazy, Suspense, useId, useState } from 'react';
import { chart as words } from '../words/chart.ts';
import { CHART_COLORS, type ChartShape } from './chart-colors.ts';
import { summaryOf, type ChartData } from './chart-data.ts';
import classes from './chart.module.css';
import { localTime } from './time.ts';

const Canvas = lazy(() => import('./chart-canvas.tsx'));

export interface ChartProps {
  readonly title: string;
  /** Of the title, as the outline of the page has it. Default: 3. */
  readonly order?: 2 | 3 | 4;
  readonly data: ChartData;
  /** What the x axis holds. Default: times. */
  readonly xAxis?: XAxis;
  /** A value in words: `12`, `1.4 s`. */
  readonly say?: (value: number) => string;
  /** Lines, areas upon each other, or bars. Default: lines. */
  readonly shape?: ChartShape;
  /** Below the title. */
  readonly hint?: string;
}

export interface XAxis {
  readonly label: string;
  readonly say: (x: number) => string;
}

const CHART_HEIGHT = 200;

/** Figures drawn, or as a table for whoever would rather read them; a sentence tells the drawing to whoever does not see it. */
export function Chart({ title, order = 3, data, xAxis, say = String, shape = 'lines', hint }: ChartProps) {
  const [isTable, setTable] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const sayX = xAxis?.say ?? sayTime;
  const id = useId();
  return (
    <Stack gap={4} component="section" aria-labelledby={id}>
      <Group justify="space-between" gap="xs">
        <Title order={order} size="h5" id={id}>
          {title}
        </Title>
        <Button size="compact-sm" variant="subtle" aria-describedby={id} onClick={() => setTable(!isTable)}>
          {isTable ? words.showChart : words.showTable}
        </Button>
      </Group>
      {hint && (
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      )}
      {isTable ? (
        <DataTable title={title} data={data} sayX={sayX} say={say} xLabel={xAxis?.label ?? words.time} />
      ) : (
        <>
          <Legend data={data} at={at} say={say} sayX={sayX} />
          <div role="img" aria-label={summaryOf(title, data, { x: sayX, y: say })} className={classes.frame}>
            <Suspense fallback={<Skeleton height={CHART_HEIGHT} />}>
              <Canvas data={data} shape={shape} say={say} sayX={xAxis ? xAxis.say : null} onPoint={setAt} />
            </Suspense>
          </div>
        </>
      )}
    </Stack>
  );
}

function sayTime(ms: number): string {
  return localTime(new Date(ms).toISOString());
}

interface LegendProps {
  readonly data: ChartData;
  /** The place that the pointer is at; null: nowhere, and the last is told. */
  readonly at: number | null;
  readonly say: (value: number) => string;
  readonly sayX: (x: number) => string;
}

function Legend({ data: { x, series }, at, say, sayX }: LegendProps) {
  const colors = CHART_COLORS[useComputedColorScheme('light')];
  const place = at ?? x.length - 1;
  const where = x[place];
  return (
    <Group gap="md" aria-hidden="true">
      {series.map(({ label, color, values }) => (
        <Text key={label} size="xs" className={classes.key}>
          <span className={classes.marker} style={{ background: colors[color] }} />
          {label} <b>{saidOr(values[place], say)}</b>
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {where === undefined ? '' : sayX(where)}
      </Text>
    </Group>
  );
}

function saidOr(value: number | null | undefined, say: (value: number) => string): string {
  return value === null || value === undefined ? words.none : say(value);
}

interface DataTableProps {
  readonly title: string;
  readonly data: ChartData;
  readonly xLabel: string;
  readonly sayX: (x: number) => string;
  readonly say: (value: number) => string;
}

/** Newest first: the last figures are what one looks for. */
function DataTable({ title, data: { x, series }, xLabel, sayX, say }: DataTableProps) {
  const places = x.map((_, i) => x.length - 1 - i);
  return (
    <ScrollArea.Autosize mah={CHART_HEIGHT + 60} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': title }}>
      <Table tabularNums withTableBorder stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{xLabel}</Table.Th>
            {series.map(({ label }) => (
              <Table.Th key={label} scope="col">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {places.map((i) => (
            <Table.Tr key={i}>
              <Table.Th scope="row">{sayX(x[i] ?? 0)}</Table.Th>
              {series.map(({ label, values }) => (
                <Table.Td key={label}>{saidOr(values[i], say)}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
