import { Option, type Command } from 'commander';
import type { components } from '../../client/index.js';
import { acting, meant, type Making } from './act.js';
import { moreText, readPages, withPages, type PageWishes } from './pages.js';
import type { Column } from './table.js';
import { when } from './when.js';

type Role = components['schemas']['NewTokenBody']['role'];
const ROLES: readonly Role[] = ['admin', 'operator', 'viewer', 'marketplace', 'seller'];

const COLUMNS: readonly Column<components['schemas']['TokenAnswer']>[] = [
  { head: 'token', of: (token) => token.token_id },
  { head: 'role', of: (token) => token.role },
  { head: 'seller', of: (token) => token.seller_id },
  { head: 'made', of: (token) => when(token.created_at) },
  { head: 'name', of: (token) => token.name },
];

/** `tokens list|add|delete`. */
export function addTokens(program: Command, making: Making): void {
  const tokens = program.command('tokens').description('tokens of the API');
  withPages(tokens.command('list').description('the tokens that count now, newest first')).action(
    acting<PageWishes>(making, async (session, wishes) => {
      const { api } = session;
      const { items, document, next } = await readPages('tokens', wishes, (query) => api.get('/v1/tokens', { query }));
      session.tell(document, () => session.table(COLUMNS, items) + moreText(next));
    }),
  );
  tokens
    .command('add <name>')
    .description('make a token; its text is shown this once')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--seller <seller_id>', 'whose it is, where the role is seller')
    .action(
      acting<{ role: Role; seller?: string }>(making, async (session, { role, seller: seller_id }, name) => {
        const body = { name, role, ...(seller_id === undefined ? {} : { seller_id }) };
        const made = await session.api.post('/v1/tokens', { body });
        session.tell(made, () => session.record({ token_id: made.token_id, role: made.role, token: made.token }));
      }),
    );
  tokens
    .command('delete <token_id>')
    .description('end a token, and every session opened with it')
    .option('--yes', 'it is meant')
    .action(
      acting<{ yes?: boolean }>(making, async (session, options, token_id) => {
        meant(options, 'Ending a token');
        await session.api.delete('/v1/tokens/{token_id}', { path: { token_id } });
        session.tell({ token_id, deleted: true }, () => 'The token counts no more.\n');
      }),
    );
}
