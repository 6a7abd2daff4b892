import type { Percentiles } from './percentiles.js';
import type { PostgresCost } from './postgres-cost.js';

/** Processor time, in milliseconds. */
export interface CpuTimes {
  /** All workers together. */
  readonly workers: number;
  readonly postgres: number;
  readonly sellers: number;
}

/** A sweep of everything, or several added up. */
export interface ClusterRound {
  readonly what: string;
  readonly workers: number;
  readonly checks: number;
  readonly seconds: number;
  readonly cpuMs: CpuTimes;
  readonly cost: PostgresCost;
}

const BYTES_A_MIB = 1_048_576;

/** Each number of workers with all of its rounds, against one worker in the same run. */
export function rateTable(rounds: readonly ClusterRound[]): string[] {
  const counts = [...new Set(rounds.map(({ workers }) => workers))].sort((a, b) => a - b);
  const sums = counts.map((workers) => sumOf(rounds.filter((round) => round.workers === workers)));
  const base = sums[0] ? rateOf(sums[0]) : NaN;
  return [
    line(['', 'checks/s', 'to one worker', 'CPU a check:', 'of Postgres', 'of sellers', 'cores busy']),
    ...sums.map((round) => {
      const { workers, postgres, sellers } = round.cpuMs;
      const cpu = [workers, postgres, sellers].map((ms) => micros((ms * 1_000) / round.checks));
      const busy = (workers + postgres + sellers) / (round.seconds * 1_000);
      return line([
        round.what,
        whole(rateOf(round)),
        `x ${(rateOf(round) / base).toFixed(2)}`,
        ...cpu,
        busy.toFixed(2),
      ]);
    }),
  ];
}

/** What Postgres does for one check. */
export function costTable(rounds: readonly ClusterRound[]): string[] {
  return [
    line(['for each check', 'checks/s', 'statements', 'rows written', 'WAL bytes', 'in statements']),
    ...rounds.map((round) => {
      const { checks, cost } = round;
      const each = (value: number, digits: number) => (value / checks).toFixed(digits);
      const counts = [each(cost.statements, 2), each(cost.rowsWritten, 2), whole(cost.walBytes / checks)];
      return line([round.what, whole(rateOf(round)), ...counts, micros((cost.ms * 1_000) / checks)]);
    }),
  ];
}

/** From the request that places an order to the seller. */
export function startTable(delays: readonly Percentiles[], aimMs: number): string[] {
  return [
    line(['a new order starts after', 'orders', 'p50', 'p95', 'max']),
    ...delays.map(({ what, count, p50, p95, most }) =>
      line([what, whole(count), ...[p50, p95, most].map((ms) => `${ms.toFixed(0)} ms`)]),
    ),
    `aim: a p95 of at most ${aimMs} ms where nothing else is to do`,
  ];
}

export function sizeTable(sizes: Readonly<Record<string, number>>, orders: number): string[] {
  return [
    line(['on disk, indexes included', 'in all', 'an order']),
    ...Object.entries(sizes).map(([name, bytes]) =>
      line([name, `${(bytes / BYTES_A_MIB).toFixed(1)} MiB`, `${whole(bytes / orders)} B`]),
    ),
  ];
}

function sumOf(rounds: readonly ClusterRound[]): Pick<ClusterRound, 'what' | 'checks' | 'seconds' | 'cpuMs'> {
  const sum = (value: (round: ClusterRound) => number) => rounds.reduce((total, round) => total + value(round), 0);
  return {
    ...{ what: rounds[0]?.what ?? '', checks: sum(({ checks }) => checks), seconds: sum(({ seconds }) => seconds) },
    cpuMs: {
      workers: sum(({ cpuMs }) => cpuMs.workers),
      postgres: sum(({ cpuMs }) => cpuMs.postgres),
      sellers: sum(({ cpuMs }) => cpuMs.sellers),
    },
  };
}

function rateOf({ checks, seconds }: Pick<ClusterRound, 'checks' | 'seconds'>): number {
  return checks / seconds;
}

function micros(value: number): string {
  return `${Math.round(value)} µs`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function line(cells: readonly string[]): string {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(26) : cell.padStart(15))).join('');
}
