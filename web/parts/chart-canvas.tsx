import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot, { type AlignedData, type Axis, type Options, type Series } from 'uplot';
import { CHART_COLORS, type ChartShape } from './chart-colors.ts';
import { stacked, type ChartData } from './chart-data.ts';

const CHART_HEIGHT = 200;

export interface ChartCanvasProps {
  readonly data: ChartData;
  readonly shape: ChartShape;
  readonly say: (value: number) => string;
  /** Null: x holds times. */
  readonly sayX: ((x: number) => string) | null;
  /** The place that the pointer is at; null: it is gone. */
  readonly onPoint: (at: number | null) => void;
}

/** The drawing itself, loaded when first needed. As wide as its frame; drawn anew in other colours, only given new figures otherwise. */
export default function ChartCanvas({ data, shape, say, sayX, onPoint }: ChartCanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const scheme = useComputedColorScheme('light');
  // Functions are other ones at each rendering: the newest are called.
  const latest = useRef({ data, say, sayX, onPoint });
  useEffect(() => void (latest.current = { data, say, sayX, onPoint }));
  const labels = data.series.map(({ label }) => label).join('\n');

  useEffect(() => {
    const holder = frame.current;
    if (!holder) return undefined;
    const calls: Calls = {
      say: (value) => latest.current.say(value),
      sayX: latest.current.sayX && ((x) => latest.current.sayX?.(x) ?? ''),
      onPoint: (at) => latest.current.onPoint(at),
    };
    const width = Math.max(200, holder.clientWidth);
    const drawn = new uPlot(
      optionsOf(latest.current.data, shape, scheme, width, calls),
      aligned(latest.current.data, shape),
      holder,
    );
    plot.current = drawn;
    const watch = new ResizeObserver(() =>
      drawn.setSize({ width: Math.max(200, holder.clientWidth), height: CHART_HEIGHT }),
    );
    watch.observe(holder);
    return () => {
      watch.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [scheme, shape, labels]);
  useEffect(() => plot.current?.setData(aligned(data, shape)), [data, shape]);
  return <div ref={frame} style={{ height: CHART_HEIGHT }} />;
}

interface Calls {
  readonly say: (value: number) => string;
  readonly sayX: ((x: number) => string) | null;
  readonly onPoint: (at: number | null) => void;
}

/** Stacked areas are drawn from the highest down, each over the one behind it. */
function aligned({ x, series }: ChartData, shape: ChartShape): AlignedData {
  const drawn = shape === 'stacked' ? stacked(series).reverse() : series;
  return [x, ...drawn.map(({ values }) => values)] as unknown as AlignedData;
}

function optionsOf(data: ChartData, shape: ChartShape, scheme: 'light' | 'dark', width: number, calls: Calls): Options {
  const drawn = shape === 'stacked' ? [...data.series].reverse() : data.series;
  const colors = CHART_COLORS[scheme];
  return {
    ...{ width, height: CHART_HEIGHT, ms: 1, padding: [8, 28, 0, 0] },
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { show: shape === 'lines' } },
    scales: { x: { time: calls.sayX === null }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.05)] } },
    axes: [xAxis(scheme, calls), yAxis(scheme, calls)],
    series: [{}, ...drawn.map(({ label, color }, i) => seriesOf(label, colors[color], shape, i))],
    hooks: { setCursor: [({ cursor }) => calls.onPoint(cursor.idx ?? null)] },
  };
}

/** Lines differ by their dashes too, not by colour alone. */
const DASHES: readonly number[][] = [[], [8, 4], [2, 3], [10, 3, 2, 3], [4, 4]];

function seriesOf(label: string, color: string, shape: ChartShape, at: number): Series {
  if (shape === 'stacked') return { label, stroke: color, fill: color, width: 1, points: { show: false } };
  if (shape === 'bars')
    return { label, stroke: color, fill: `${color}80`, width: 1, paths: uPlot.paths.bars?.({ size: [0.8, 48] }) };
  return { label, stroke: color, width: 2, dash: DASHES[at % DASHES.length] ?? [], points: { size: 4 } };
}

const LINES = { light: '#e3e6ea', dark: '#363b41' };
const TEXTS = { light: '#495057', dark: '#c1c7cd' };
const FONT = '12px system-ui, sans-serif';

function axis(scheme: 'light' | 'dark'): Axis {
  const lines = { stroke: LINES[scheme], width: 1 };
  return { stroke: TEXTS[scheme], font: FONT, grid: lines, ticks: { ...lines, size: 4 } };
}

function xAxis(scheme: 'light' | 'dark', { sayX }: Calls): Axis {
  const values: Axis['values'] = (_, places, __, ___, apart) =>
    places.map((x) => (sayX ? sayX(x) : timeOfAxis(x, apart)));
  return { ...axis(scheme), values, space: 70, size: 32 };
}

const DAY = 86_400_000;

/** Times of a day, or days where the marks are that far apart; midnight is told as the day that begins. */
function timeOfAxis(at: number, apart: number): string {
  const date = new Date(at);
  const isDay = apart >= DAY || (date.getHours() === 0 && date.getMinutes() === 0);
  const format: Intl.DateTimeFormatOptions = isDay
    ? { day: 'numeric', month: 'short' }
    : { hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat('en-GB', format).format(date);
}

function yAxis(scheme: 'light' | 'dark', { say }: Calls): Axis {
  const incrs = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat();
  return { ...axis(scheme), values: (_, places) => places.map(say), size: 84, incrs, space: 36 };
}
