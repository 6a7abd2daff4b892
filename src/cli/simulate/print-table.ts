import type { PlanFigures } from '../../domain/plan-simulation/preview-plans.js';
import type { PollPlan } from '../../domain/poll-plan.js';

export interface TableRow {
  readonly plan: PollPlan;
  readonly figures: PlanFigures;
}

const HEADER = ['plan', 'orders', 'checks/order', 'mean wait', 'p95 wait', 'found'];
const BOLD = '\u001b[1m';
const GREEN = '\u001b[32m';
const OFF = '\u001b[0m';

/** The plans side by side; in colour the header is bold and the least waiting green. */
export function printTable(rows: readonly TableRow[], inColour: boolean): string {
  const cells = [HEADER, ...rows.map(cellsOf)];
  const widths = HEADER.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const waits = rows.map(({ figures }) => figures.mean_wait_s ?? Infinity);
  const best = waits.indexOf(Math.min(...waits));
  const lines = cells.map((row, i) => {
    const line = row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  ');
    if (!inColour) return line;
    return i === 0 ? `${BOLD}${line}${OFF}` : i === best + 1 ? `${GREEN}${line}${OFF}` : line;
  });
  return lines.map((line) => `${line}\n`).join('');
}

function cellsOf({ plan, figures }: TableRow): string[] {
  const { orders, checks_per_order: checks, mean_wait_s: mean, p95_wait_s: p95, found } = figures;
  return [
    nameOf(plan),
    String(orders),
    checks === null ? '-' : checks.toFixed(2),
    seconds(mean),
    seconds(p95),
    found === null ? '-' : `${(100 * found).toFixed(1)} %`,
  ];
}

function nameOf({ strategy, ...rest }: PollPlan): string {
  const fields = Object.entries(rest).map(([name, value]) => {
    return `${name} ${typeof value === 'object' ? Object.keys(value).join('/') : String(value)}`;
  });
  return fields.length === 0 ? strategy : `${strategy} (${fields.join(', ')})`;
}

function seconds(s: number | null): string {
  if (s === null) return '-';
  if (s < 120) return `${s.toFixed(1)} s`;
  return s < 7_200 ? `${(s / 60).toFixed(1)} min` : `${(s / 3_600).toFixed(1)} h`;
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
