import { Box, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Page } from '../../parts/page.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useSellers } from '../../parts/use-sellers.ts';
import { useSession } from '../../parts/use-session.ts';
import { orders as words } from '../../words/orders.ts';
import { actionsOf, filterOf, type BulkAction, type BulkAsk } from './bulk/ask.ts';
import { BulkBar } from './bulk/bulk-bar.tsx';
import { BulkDialog } from './bulk/bulk-dialog.tsx';
import { BulkProgress } from './bulk/bulk-progress.tsx';
import { RecentBulks } from './bulk/recent-bulks.tsx';
import { ExportCsv } from './export-csv.tsx';
import { Filters } from './filters.tsx';
import { KeysHelp } from './keys-help.tsx';
import { NoOrders } from './no-orders.tsx';
import { OrderTable } from './order-table.tsx';
import classes from './orders.module.css';
import type { OrdersSearch } from './search.ts';
import { useSelection } from './selection.ts';
import { useListKeys } from './use-list-keys.ts';
import { useOrders } from './use-orders.ts';
import { ViewsMenu } from './views-menu.tsx';

const route = getRouteApi('/inside/orders');

/** Every order, live. */
export function OrdersPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const { role } = useSession();
  const sellers = useSellers();
  const actions = useMemo(() => actionsOf(role), [role]);
  const selection = useSelection();
  const { clear } = selection;
  const [ask, setAsk] = useState<BulkAsk | null>(null);
  const [shownBulk, showBulk] = useState<string | null>(null);
  const [isHelping, help] = useDisclosure(false);
  const searchInput = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const { query, orders, refresh, setView, unseen } = useOrders(search);
  const set = useCallback(
    (next: OrdersSearch) => void navigate({ to: '/orders', search: next, replace: true }),
    [navigate],
  );
  const key = JSON.stringify(search);
  useEffect(clear, [key, clear]);
  const begin = (action: BulkAction, only?: string) => {
    const ids = only === undefined || selection.ids.size > 0 ? selection.ids : [only];
    if (actions.includes(action)) setAsk({ action, filter: filterOf(search, ids, selection.isAll) });
  };
  const open = (orderId: string) => void navigate({ to: '/orders/$orderId', params: { orderId } });
  const choose = actions.length > 0 ? selection.toggle : null;
  const { marked, mark, onKey } = useListKeys({
    ...{ orders, grid, open, choose, act: begin, restart: key },
    search: () => searchInput.current?.focus(),
    help: help.open,
  });
  const isRefused = query.isError && orders.length === 0;
  const isEmpty = query.isSuccess && orders.length === 0 && !query.hasNextPage;
  return (
    <Page
      title={words.title}
      actions={
        <Group gap="xs">
          <ViewsMenu search={search} set={set} />
          {actions.length > 0 && <RecentBulks show={showBulk} />}
          <ExportCsv search={search} />
          <Button variant="default" size="xs" onClick={help.open}>
            {words.keys.open}
          </Button>
        </Group>
      }
    >
      <Filters search={search} set={set} sellers={sellers} searchRef={searchInput} />
      {shownBulk !== null && <BulkProgress bulkId={shownBulk} close={() => showBulk(null)} onEnd={refresh} />}
      {!isEmpty && query.isSuccess && (
        <BulkBar {...{ selection, actions }} act={begin} shown={words.shown(orders.length, query.hasNextPage)} />
      )}
      {query.error && <Problem error={query.error} retry={() => void query.refetch()} />}
      {isEmpty && <NoOrders isFiltered={Object.keys(search).length > 0} clear={() => set({})} />}
      {!isEmpty && !isRefused && (
        <Box pos="relative">
          <NewAbove count={unseen} show={() => grid.current?.scrollTo({ top: 0 })} />
          <OrderTable
            box={grid}
            {...{ orders, marked, mark, open, choose, sellers, onKey, setView }}
            chosen={selection.ids}
            isAllChosen={selection.isAll}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage || query.isPending}
            loadMore={() => void query.fetchNextPage()}
          />
        </Box>
      )}
      {ask && <BulkDialog ask={ask} close={() => setAsk(null)} begun={showBulk} />}
      <KeysHelp opened={isHelping} close={help.close} />
    </Page>
  );
}

/** Leads to orders that came above what is in view, which stays where it is until then. */
function NewAbove({ count, show }: { readonly count: number; readonly show: () => void }) {
  return (
    <div role="status" className={classes.above}>
      {count > 0 && (
        <Button size="compact-sm" radius="xl" onClick={show}>
          {words.fresh(count)}
        </Button>
      )}
    </div>
  );
}
