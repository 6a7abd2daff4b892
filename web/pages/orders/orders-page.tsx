import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Page } from '../../parts/page.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useSellers } from '../../parts/use-sellers.ts';
import { useSession } from '../../parts/use-session.ts';
import { orders as words } from '../../words/orders.ts';
import { actionsOf } from './bulk/ask.ts';
import { BulkProgress } from './bulk/bulk-progress.tsx';
import { RecentBulks } from './bulk/recent-bulks.tsx';
import { ExportCsv } from './export-csv.tsx';
import { Filters } from './filters.tsx';
import { KeysHelp } from './keys-help.tsx';
import { OrderList } from './order-list.tsx';
import type { OrdersSearch } from './search.ts';
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
  const [shownBulk, showBulk] = useState<string | null>(null);
  const [isHelping, help] = useDisclosure(false);
  const searchInput = useRef<HTMLInputElement>(null);
  const list = useOrders(search);
  const set = useCallback(
    (next: OrdersSearch) => void navigate({ to: '/orders', search: next, replace: true }),
    [navigate],
  );
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
      {shownBulk !== null && <BulkProgress bulkId={shownBulk} close={() => showBulk(null)} onEnd={list.refresh} />}
      {list.query.error && <Problem error={list.query.error} retry={() => void list.query.refetch()} />}
      <OrderList
        {...{ list, search, set, sellers, actions }}
        begun={showBulk}
        toSearch={() => searchInput.current?.focus()}
        help={help.open}
      />
      <KeysHelp opened={isHelping} close={help.close} />
    </Page>
  );
}
