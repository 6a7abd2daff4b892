import { parseArgs } from 'node:util';
import { checkCron } from '../../domain/cron-ticks.js';
import { foldHistory } from '../../domain/plan-simulation/past-durations.js';
import { previewPlan } from '../../domain/plan-simulation/preview-plans.js';
import { checkPlan, type PollPlan } from '../../domain/poll-plan.js';
import { parseStrictJson } from '../../domain/strict-json.js';
import { printTable } from './print-table.js';
import { HistoryProblem, readHistory } from './read-history.js';

/** The world around the command. */
export interface SimulateWorld {
  /** Throws where there is no such file. */
  readonly read: (path: string) => string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly inColour: boolean;
}

export const USAGE = `Tries plans on past orders, on a virtual clock.

  npm run simulate -- --history FILE [--plan '<json>']... [--sweep-cron '*/15 * * * *'] [--deadline-s 86400]

FILE is CSV with a header (our own export of orders, for one) or JSON, one object a line: duration_s, or completed_at
with forwarded_at or created_at. --plan is a plan as in a tool's poll and may be repeated; the sweep and learned are
always shown beside it.
`;

const MOST_CHECKS = 300_000;
const COMPARED: readonly PollPlan[] = [
  { strategy: 'sweep' },
  { strategy: 'learned', budget: 3, max_interval_s: 3_600, jitter: 0.1 },
];

const OPTIONS = {
  history: { type: 'string' },
  plan: { type: 'string', multiple: true },
  'sweep-cron': { type: 'string' },
  'deadline-s': { type: 'string' },
  help: { type: 'boolean' },
} as const;

interface Wishes {
  readonly history: string;
  readonly plans: readonly PollPlan[];
  readonly sweepCron: string;
  readonly deadlineS: number;
}

/** Runs the command; answers its exit code: 0, or 2 where it was asked wrongly. */
export function simulate(args: readonly string[], world: SimulateWorld): number {
  const wishes = readWishes(args);
  if (wishes === null) return say(world.out, USAGE, 0);
  if (typeof wishes === 'string') return say(world.err, `${wishes}\n\n${USAGE}`, 2);
  try {
    return compare(wishes, world);
  } catch (error) {
    if (error instanceof HistoryProblem) return say(world.err, `${error.message}\n`, 2);
    throw error;
  }
}

function compare({ history: path, plans, sweepCron, deadlineS }: Wishes, world: SimulateWorld): number {
  const { orders, leftOut, foundByCheck } = readHistory(readFile(path, world));
  if (orders.length === 0)
    throw new HistoryProblem('The history holds no finished order: there is nothing to try plans on.');
  const folds = foldHistory(orders);
  const rules = { sweepCron, deadlineS, minIntervalMs: 1_000, mostChecks: MOST_CHECKS };
  const rows = plans.map((plan) => ({ plan, figures: previewPlan(folds, plan, rules) }));
  world.out(`${orders.length} orders${leftOut > 0 ? `, ${leftOut} left out` : ''}\n\n`);
  world.out(printTable(rows, world.inColour));
  if (foundByCheck > 0)
    world.out(`\n${foundByCheck} of them were found by a check: their times include the wait for it.\n`);
  return 0;
}

function readFile(path: string, world: SimulateWorld): string {
  try {
    return world.read(path);
  } catch (error) {
    throw new HistoryProblem(
      `The history ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
    );
  }
}

/** Null where help is asked for; a sentence where they cannot be read. */
function readWishes(args: readonly string[]): Wishes | null | string {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS }));
  } catch (error) {
    return (error as Error).message;
  }
  if (values.help) return null;
  const { history, 'sweep-cron': sweepCron = '*/15 * * * *', 'deadline-s': deadline = '86400' } = values;
  if (history === undefined) return '--history is missing: name a file of past orders.';
  const cron = checkCron(sweepCron);
  if (!cron.ok) return `--sweep-cron: ${cron.problem}`;
  if (!/^\d{2,7}$/.test(deadline) || Number(deadline) < 60 || Number(deadline) > 2_592_000)
    return '--deadline-s must be a whole number of seconds, 60 to 2592000.';
  const plans = readPlans(values.plan ?? []);
  return typeof plans === 'string' ? plans : { history, plans, sweepCron, deadlineS: Number(deadline) };
}

function readPlans(texts: readonly string[]): PollPlan[] | string {
  const plans: PollPlan[] = [];
  for (const text of texts) {
    const parsed = parseStrictJson(text);
    if (!parsed.ok) return `--plan ${text} is no JSON: ${parsed.problem}`;
    const check = checkPlan(parsed.value);
    if (!check.ok)
      return `--plan ${text}: ${check.problems.map(({ field, message }) => `${field}: ${message}`).join(' ')}`;
    plans.push(check.plan);
  }
  const given = new Set(plans.map((plan) => JSON.stringify(plan)));
  return [...plans, ...COMPARED.filter((plan) => !given.has(JSON.stringify(plan)))];
}

function say(to: (text: string) => void, text: string, code: number): number {
  to(text);
  return code;
}
