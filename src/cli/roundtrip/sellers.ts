import type { Command } from 'commander';
import type { components } from '../../client/index.js';
import { acting, meant, type Making } from './act.js';
import { moreText, readPages, withPages, type PageWishes } from './pages.js';
import type { Column } from './table.js';
import { when } from './when.js';

type Seller = components['schemas']['SellerAnswer'];

const COLUMNS: readonly Column<Seller>[] = [
  { head: 'seller', of: (seller) => seller.seller_id },
  { head: 'since', of: (seller) => when(seller.created_at) },
  { head: 'name', of: (seller) => seller.name },
];
const NOTICES: readonly Column<components['schemas']['NoticeAnswer']>[] = [
  { head: 'at', of: (notice) => when(notice.at) },
  { head: 'tool', of: (notice) => notice.short_id },
  { head: 'kind', of: (notice) => notice.kind },
  { head: 'open', of: (notice) => (notice.open ? 'yes' : 'no') },
  { head: 'message', of: (notice) => notice.message },
];
const fieldsOf = ({ seller_id, name, alert_url, created_at }: Seller) => ({
  ...{ seller_id, name, alert_url, since: when(created_at) },
});

/** `sellers list|show|add|change|notices|rotate-token|delete`. */
export function addSellers(program: Command, making: Making): void {
  const sellers = program.command('sellers').description('who sells tools');
  withPages(sellers.command('list').description('sellers, newest first')).action(
    acting<PageWishes>(making, async (session, wishes) => {
      const { api } = session;
      const { items, document, next } = await readPages('sellers', wishes, (query) =>
        api.get('/v1/sellers', { query }),
      );
      session.tell(document, () => session.table(COLUMNS, items) + moreText(next));
    }),
  );
  sellers
    .command('show <seller_id>')
    .description('one seller')
    .action(
      acting(making, async (session, _options, seller_id) => {
        const seller = await session.api.get('/v1/sellers/{seller_id}', { path: { seller_id } });
        session.tell(seller, () => session.record(fieldsOf(seller)));
      }),
    );
  sellers
    .command('add <name>')
    .description('register a seller; its token is shown this once')
    .option('--alert-url <url>', 'where it is told of trouble with its tools')
    .action(
      acting<{ alertUrl?: string }>(making, async (session, { alertUrl: alert_url }, name) => {
        const made = await session.api.post('/v1/sellers', { body: { name, ...(alert_url ? { alert_url } : {}) } });
        session.tell(made, () => session.record({ ...fieldsOf(made), token: made.token }));
      }),
    );
  withPages(sellers.command('notices <seller_id>').description('what a seller was told of its tools')).action(
    acting<PageWishes>(making, async (session, wishes, seller_id) => {
      const { api } = session;
      const { items, document, next } = await readPages('notices', wishes, (query) =>
        api.get('/v1/sellers/{seller_id}/notices', { path: { seller_id }, query }),
      );
      session.tell(document, () => session.table(NOTICES, items) + moreText(next));
    }),
  );
  addChanges(sellers, making);
}

function addChanges(sellers: Command, making: Making): void {
  sellers
    .command('change <seller_id>')
    .description('change a seller; what is left out stays')
    .option('--name <name>', 'its name')
    .option('--alert-url <url>', 'where it is told of trouble; empty takes it away')
    .action(
      acting<{ name?: string; alertUrl?: string }>(making, async (session, { name, alertUrl }, seller_id) => {
        const alert = alertUrl === undefined ? {} : { alert_url: alertUrl === '' ? null : alertUrl };
        const body = { ...(name === undefined ? {} : { name }), ...alert };
        const seller = await session.api.patch('/v1/sellers/{seller_id}', { path: { seller_id }, body });
        session.tell(seller, () => session.record(fieldsOf(seller)));
      }),
    );
  sellers
    .command('rotate-token <seller_id>')
    .description('a new token, shown this once; the old ones end')
    .option('--yes', 'it is meant')
    .action(
      acting<{ yes?: boolean }>(making, async (session, options, seller_id) => {
        meant(options, 'Ending the tokens that the seller uses');
        const made = await session.api.post('/v1/sellers/{seller_id}/rotate-token', { path: { seller_id }, body: {} });
        session.tell(made, () => session.record({ token: made.token }));
      }),
    );
  sellers
    .command('delete <seller_id>')
    .description('delete a seller with its tools and tokens')
    .option('--yes', 'it is meant')
    .action(
      acting<{ yes?: boolean }>(making, async (session, options, seller_id) => {
        meant(options, 'Deleting a seller');
        await session.api.delete('/v1/sellers/{seller_id}', { path: { seller_id } });
        session.tell({ seller_id, deleted: true }, () => 'The seller is deleted.\n');
      }),
    );
}
