import { Group, Loader, Paper, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, type Outage } from '../../api/client.ts';
import { mayOperate } from '../../api/session.ts';
import { Page } from '../../parts/page.tsx';
import { PageProblem } from '../../parts/page-problem.tsx';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { useSellers } from '../../parts/use-sellers.ts';
import { useSession } from '../../parts/use-session.ts';
import { When } from '../../parts/when.tsx';
import { attention as words } from '../../words/attention.ts';
import { common } from '../../words/common.ts';
import { ReplayButton, ReplayDialog } from './replay-dialog.tsx';

const route = getRouteApi('/inside/outages/$outageId');

/** One outage: since when, what it held up, and its replay. */
export function OutagePage() {
  const { outageId } = route.useParams();
  const { role } = useSession();
  const sellers = useSellers();
  const [isReplaying, { open, close }] = useDisclosure(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['outages', outageId],
    queryFn: () => api.get('/v1/outages/{outage_id}', { path: { outage_id: outageId } }),
    refetchInterval: 10_000,
  });
  if (error) return <PageProblem error={error} reset={() => void refetch()} />;
  if (!data) return <Loader aria-label={common.loading} />;
  const name = sellers?.get(data.seller_id) ?? data.seller_id;
  return (
    <Page title={words.outage.title(data.short_id ?? name)}>
      <Group>{mayOperate(role) && <ReplayButton lasts={data.to === null} open={open} />}</Group>
      <Paper withBorder p="sm">
        <Facts outage={data} seller={name} />
      </Paper>
      {isReplaying && <ReplayDialog outageIds={[outageId]} close={close} />}
    </Page>
  );
}

function Facts({ outage, seller }: { readonly outage: Outage; readonly seller: string }) {
  const { short_id, seller_id, origin, from, to, forwards, checks, callbacks, orders, error, replayed_at } = outage;
  const rows: readonly (readonly [string, ReactNode])[] = [
    [
      words.seller,
      <Link to="/sellers/$sellerId" params={{ sellerId: seller_id }} key="s">
        <StrangersText text={seller} instead={seller_id} />
      </Link>,
    ],
    [
      words.tool,
      short_id === null ? (
        words.outage.allTools
      ) : (
        <Link to="/tools/$shortId" params={{ shortId: short_id }} key="t">
          {short_id}
        </Link>
      ),
    ],
    [words.outage.origin, <StrangersText text={origin} key="o" />],
    [words.outage.from, <When at={from} key="f" />],
    [words.outage.to, to === null ? words.outage.lasts : <When at={to} key="u" />],
    [words.outage.orders, orders],
    [words.outage.forwards, forwards],
    [words.outage.checks, checks],
    [words.outage.callbacks, callbacks],
    [words.outage.error, error === null ? common.none : <StrangersText text={error} key="e" />],
    [words.outage.replayed, replayed_at === null ? words.outage.never : <When at={replayed_at} key="r" />],
  ];
  return (
    <>
      <Table>
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {short_id !== null && (
        <Text size="sm" mt="xs">
          <Link to="/orders" search={{ short_id }}>
            {words.outage.seeOrders}
          </Link>
        </Text>
      )}
    </>
  );
}
