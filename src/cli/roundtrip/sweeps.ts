import type { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import type { components } from '../../client/index.js';
import { acting, type Making } from './act.js';
import { moreText, readPages, withPages, type PageWishes } from './pages.js';
import { Progress } from './progress.js';
import type { Session } from './session.js';
import type { Column } from './table.js';
import { when } from './when.js';

type Sweep = components['schemas']['SweepAnswer'];

const COLUMNS: readonly Column<Sweep>[] = [
  { head: 'sweep', of: (sweep) => sweep.sweep_id },
  { head: 'opened', of: (sweep) => when(sweep.opened_at) },
  { head: 'by', of: (sweep) => (sweep.manual ? 'a person' : 'the clock') },
  { head: 'due', of: (sweep) => sweep.due, right: true },
  { head: 'checked', of: (sweep) => sweep.checked, right: true },
  { head: 'changed', of: (sweep) => sweep.changed, right: true },
  { head: 'failed', of: (sweep) => sweep.failed, right: true },
];
const ASK_EVERY_MS = 300;

/** `sweep` and `sweeps`. */
export function addSweeps(program: Command, making: Making): void {
  program
    .command('sweep')
    .description('ask now about every order that waits for the next sweep')
    .option('--all-plans', 'about every order that waits for a check, whatever its plan')
    .option('--wait', 'until each was asked about')
    .action(
      acting<{ allPlans?: boolean; wait?: boolean }>(making, async (session, { allPlans, wait }) => {
        const opened = await session.api.post('/v1/sweeps', { query: { all: allPlans === true }, body: {} });
        const sweep = wait ? await whenChecked(session, opened) : opened;
        session.tell(sweep, () => told(sweep));
      }),
    );
  withPages(program.command('sweeps').description('past sweeps, newest first')).action(
    acting<PageWishes>(making, async (session, wishes) => {
      const { api } = session;
      const { items, document, next } = await readPages('sweeps', wishes, (query) => api.get('/v1/sweeps', { query }));
      session.tell(document, () => session.table(COLUMNS, items) + moreText(next));
    }),
  );
}

type Opened = components['schemas']['NewSweepAnswer'];

async function whenChecked({ api, world }: Session, opened: Opened): Promise<Opened | Sweep> {
  const progress = new Progress(world);
  try {
    for (;;) {
      const { sweeps } = await api.get('/v1/sweeps', { query: { limit: 100 } });
      const found = sweeps.find(({ sweep_id }) => sweep_id === opened.sweep_id);
      if (!found || found.checked >= found.due) return found ?? opened;
      progress.show('checked', found.checked / found.due, `${found.checked} of ${found.due}`);
      await sleep(ASK_EVERY_MS);
    }
  } finally {
    progress.clear();
  }
}

function told(sweep: Opened | Sweep): string {
  if (!('checked' in sweep)) return `${sweep.due} checks are due now, in sweep ${sweep.sweep_id}.\n`;
  return `${sweep.checked} of ${sweep.due} checked, ${sweep.changed} changed, ${sweep.failed} failed.\n`;
}
