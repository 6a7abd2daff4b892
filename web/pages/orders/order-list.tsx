import { Box, Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { common } from '../../words/common.ts';
import { orders as words } from '../../words/orders.ts';
import { filterOf, type BulkAction, type BulkAsk } from './bulk/ask.ts';
import { BulkBar } from './bulk/bulk-bar.tsx';
import { BulkDialog } from './bulk/bulk-dialog.tsx';
import { NoOrders } from './no-orders.tsx';
import { OrderTable } from './order-table.tsx';
import classes from './orders.module.css';
import type { OrdersSearch } from './search.ts';
import { useSelection } from './selection.ts';
import { useListKeys } from './use-list-keys.ts';
import type { useOrders } from './use-orders.ts';

export interface OrderListProps {
  readonly list: ReturnType<typeof useOrders>;
  readonly search: OrdersSearch;
  readonly set: (search: OrdersSearch) => void;
  readonly sellers: ReadonlyMap<string, string> | null;
  /** What one's role may do to many. */
  readonly actions: readonly BulkAction[];
  readonly begun: (bulkId: string) => void;
  readonly toSearch: () => void;
  readonly help: () => void;
}

/** The orders that fit, what is chosen of them, and what can be done to that. */
export function OrderList({ list, search, set, sellers, actions, begun, toSearch, help }: OrderListProps) {
  const { query, orders, setView, unseen } = list;
  const navigate = useNavigate();
  const grid = useRef<HTMLDivElement>(null);
  const key = JSON.stringify(search);
  const { selection, ask, setAsk, begin } = useAsk(search, key, actions);
  const open = (orderId: string) => void navigate({ to: '/orders/$orderId', params: { orderId } });
  const choose = actions.length > 0 ? selection.toggle : null;
  const keys = useListKeys({ orders, grid, open, choose, act: begin, restart: key, search: toSearch, help });
  const isNone = orders.length === 0 && !query.hasNextPage && !query.isPending;
  return (
    <>
      {isNone && query.isSuccess && <NoOrders isFiltered={Object.keys(search).length > 0} clear={() => set({})} />}
      {!isNone && (
        <>
          <BulkBar
            {...{ selection, actions }}
            act={begin}
            shown={query.isPending ? common.loading : words.shown(orders.length, query.hasNextPage)}
          />
          <Box pos="relative">
            <NewAbove count={unseen} show={() => grid.current?.scrollTo({ top: 0 })} />
            <OrderTable
              box={grid}
              {...{ orders, open, choose, sellers, setView, ...keys }}
              chosen={selection.ids}
              isAllChosen={selection.isAll}
              hasMore={query.hasNextPage}
              isLoadingMore={query.isFetchingNextPage || query.isPending}
              loadMore={() => void query.fetchNextPage()}
            />
          </Box>
        </>
      )}
      {ask && <BulkDialog ask={ask} close={() => setAsk(null)} begun={begun} />}
    </>
  );
}

/** What is chosen, and what was last asked to be done to it; nothing any more once the list is another. */
function useAsk(search: OrdersSearch, key: string, actions: readonly BulkAction[]) {
  const selection = useSelection();
  const [ask, setAsk] = useState<BulkAsk | null>(null);
  const { ids, isAll, clear } = selection;
  useEffect(clear, [key, clear]);
  // The dialog comes and goes as a whole, and so cannot give the focus back itself.
  const from = useRef<Element | null>(null);
  useEffect(() => {
    if (ask === null && from.current instanceof HTMLElement) from.current.focus();
  }, [ask]);
  const begin = (action: BulkAction, only?: string) => {
    const orderIds = only === undefined || ids.size > 0 ? ids : [only];
    from.current = document.activeElement;
    if (actions.includes(action)) setAsk({ action, filter: filterOf(search, orderIds, isAll) });
  };
  return { selection, ask, setAsk, begin };
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
