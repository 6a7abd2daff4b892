/** One side of a round. */
export interface Measured {
  /** Checks a second. */
  readonly rate: number;
  /** Processor time for each check, in microseconds: steadier than the rate on a busy machine. Null where unknown. */
  readonly cpuMicros: number | null;
}

export interface Round {
  readonly product: Measured;
  readonly bare: Measured;
}

/** The rounds as a table, and the ratio with its spread. */
export function roundTable(rounds: readonly Round[], aim: number): string[] {
  const ratios = rounds.map(({ product, bare }) => product.rate / bare.rate);
  const cells = rounds.map(({ product, bare }, i) => [
    ...[String(i + 1), rate(product), rate(bare), (ratios[i] ?? 0).toFixed(3), cpu(product), cpu(bare)],
  ]);
  const { median, least, most } = spread(ratios);
  return [
    line(['round', 'product', 'bare undici', 'ratio', 'product CPU', 'bare CPU']),
    ...cells.map(line),
    '',
    `ratio: median ${median.toFixed(3)}, min ${least.toFixed(3)}, max ${most.toFixed(3)} (aim ${aim.toFixed(2)})`,
  ];
}

function line(cells: readonly string[]): string {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(6) : cell.padStart(14))).join('');
}

function rate({ rate }: Measured): string {
  return `${Math.round(rate).toLocaleString('en-US')}/s`;
}

function cpu({ cpuMicros }: Measured): string {
  return cpuMicros === null ? '-' : `${Math.round(cpuMicros)} µs`;
}

function spread(values: readonly number[]): { median: number; least: number; most: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (i: number) => sorted[i] ?? 0;
  return { median: at(Math.floor(sorted.length / 2)), least: at(0), most: at(sorted.length - 1) };
}
