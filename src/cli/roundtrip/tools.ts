import type { Command } from 'commander';
import type { components } from '../../client/index.js';
import { acting, type Making } from './act.js';
import { moreText, readPages, withPages, type PageWishes } from './pages.js';
import type { Session } from './session.js';
import type { Column } from './table.js';
import { addKits } from './kits.js';
import { addToolActions } from './tool-actions.js';
import { when } from './when.js';

type Tool = components['schemas']['ToolAnswer'];

const COLUMNS: readonly Column<Tool>[] = [
  { head: 'tool', of: (tool) => tool.short_id },
  { head: 'grade', of: (tool) => tool.grade, status: ({ grade }) => statusOfGrade(grade) },
  { head: 'state', of: (tool) => (tool.paused_at ? 'paused' : 'open') },
  { head: 'dialect', of: (tool) => tool.dialect },
  { head: 'seller', of: (tool) => tool.seller_id },
  { head: 'name', of: (tool) => tool.name },
];

/** The order's status whose colour a grade has. */
export function statusOfGrade(grade: string | null | undefined): string {
  return grade === 'A' || grade === 'B' ? 'completed' : grade ? 'failed' : '';
}

/** One tool with all that a person asks of it. */
export function toolText(session: Session, tool: Tool): string {
  const headers = Object.entries(tool.auth_headers ?? {}).map(([name, mask]) => `${name}: ${mask}`);
  return session.record({
    ...{ tool: tool.short_id, name: tool.name, seller: tool.seller_id, grade: tool.grade },
    ...{ 'graded at': when(tool.graded_at), 'job url': tool.job_url, 'status url': tool.status_url },
    ...{ 'batch url': tool.status_batch_url, headers: headers.join(', '), dialect: tool.dialect, plan: tool.poll },
    ...{ 'callbacks by': tool.callback_auth, 'deadline s': tool.deadline_s, 'at a time': tool.max_concurrency },
    ...{ 'paused at': when(tool.paused_at), because: tool.pause_reason, since: when(tool.created_at) },
  });
}

/** `tools ...`. */
export function addTools(program: Command, making: Making): void {
  const tools = program.command('tools').description('what sellers sell');
  withPages(tools.command('list').description('tools by short_id'))
    .option('--seller <seller_id>', 'of this seller')
    .action(
      acting<PageWishes & { seller?: string }>(making, async (session, wishes) => {
        const { api } = session;
        const filters = wishes.seller === undefined ? {} : { seller_id: wishes.seller };
        const read = (page: { limit: number }) => api.get('/v1/tools', { query: { ...page, ...filters } });
        const { items, document, next } = await readPages('tools', wishes, read);
        session.tell(document, () => session.table(COLUMNS, items) + moreText(next));
      }),
    );
  tools
    .command('show <short_id>')
    .description('one tool; header values are masked')
    .action(
      acting(making, async (session, _options, short_id) => {
        const tool = await session.api.get('/v1/tools/{short_id}', { path: { short_id } });
        session.tell(tool, () => toolText(session, tool));
      }),
    );
  tools
    .command('stats <short_id>')
    .description('how it does: its newest 1,000 orders of the last 30 days')
    .action(
      acting(making, async (session, _options, short_id) => {
        const stats = await session.api.get('/v1/tools/{short_id}/stats', { path: { short_id } });
        const { last_error, ...figures } = stats;
        const error = last_error && `${when(last_error.at)} ${last_error.outcome}: ${last_error.message}`;
        session.tell(stats, () => session.record({ ...figures, 'last error': error }));
      }),
    );
  withPages(tools.command('tests <short_id>').description('conformance tests of a tool, newest first')).action(
    acting<PageWishes>(making, async (session, wishes, short_id) => {
      const { api } = session;
      const { items, document, next } = await readPages('tests', wishes, (query) =>
        api.get('/v1/tools/{short_id}/tests', { path: { short_id }, query }),
      );
      session.tell(document, () => session.table(TEST_COLUMNS, items) + moreText(next));
    }),
  );
  addToolActions(tools, making);
  addKits(tools, making);
}

const TEST_COLUMNS: readonly Column<components['schemas']['TestSummaryAnswer']>[] = [
  { head: 'test', of: (test) => test.test_id },
  { head: 'begun', of: (test) => when(test.created_at) },
  { head: 'grade', of: (test) => test.grade, status: ({ grade }) => statusOfGrade(grade) },
  { head: 'status', of: (test) => test.status },
  { head: 'platform', of: (test) => test.platform },
  { head: 'asked by', of: (test) => test.asked_by },
];
