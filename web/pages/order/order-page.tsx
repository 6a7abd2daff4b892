import { Badge, Group, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { Order } from '../../api/client.ts';
import { Page } from '../../parts/page.tsx';
import { Problem } from '../../parts/problem.tsx';
import { ResultView } from '../../parts/result/result-view.tsx';
import { StatusChip } from '../../parts/status-chip.tsx';
import { useSession } from '../../parts/use-session.ts';
import { common } from '../../words/common.ts';
import { order as words } from '../../words/order.ts';
import { result as resultWords } from '../../words/result.ts';
import { isFinal } from './advice.ts';
import { ActionsPanel } from './actions-panel.tsx';
import { Head } from './head.tsx';
import { Inputs, Metadata } from './inputs.tsx';
import { Journey } from './journey.tsx';
import classes from './order.module.css';
import { Trouble } from './trouble.tsx';
import { useJourney, useOrder, useParties } from './use-order.ts';

const route = getRouteApi('/inside/orders/$orderId');

/** One order: what it is, what became of it, what can be done. */
export function OrderPage() {
  const { orderId } = route.useParams();
  const { data, error, refetch } = useOrder(orderId);
  if (data) return <Known key={orderId} order={data} />;
  return (
    <Page title={words.title(orderId)}>
      {error ? <Problem error={error} retry={() => void refetch()} /> : <Text role="status">{words.loading}</Text>}
    </Page>
  );
}

function Known({ order }: { readonly order: Order }) {
  const { tool, seller } = useParties(order.short_id, order.seller_id);
  const journey = useJourney(order.order_id, !isFinal(order));
  const attempts = journey.attempts.data?.pages.flatMap((page) => page.attempts) ?? [];
  return (
    <Page title={words.title(order.order_id)} heading={<Heading order={order} />}>
      <VisuallyHidden role="status">{common.statuses[order.status]}</VisuallyHidden>
      {!journey.attempts.isPending && <Trouble order={order} attempts={attempts} />}
      <div className={classes.columns}>
        <Paper withBorder p="sm" className={classes.head} component="section" aria-label={words.whole}>
          <Head order={order} tool={tool} seller={seller} />
        </Paper>
        <div className={classes.actions}>
          <ActionsPanel order={order} tool={tool} />
        </div>
        <Stack gap="lg" className={classes.main}>
          <Result order={order} />
          <Journey order={order} journey={journey} />
          <Inputs inputs={order.inputs} />
          <Metadata metadata={order.metadata} />
        </Stack>
      </div>
    </Page>
  );
}

function Heading({ order }: { readonly order: Order }) {
  return (
    <Group gap="xs" component="span">
      <span>{words.title(order.order_id)}</span>
      <StatusChip status={order.status} />
      {order.is_test && (
        <Badge variant="outline" color="gray" tt="none" title={words.testHint}>
          {common.test}
        </Badge>
      )}
    </Group>
  );
}

function Result({ order }: { readonly order: Order }) {
  const { role } = useSession();
  return (
    <Stack gap="xs" component="section" aria-label={resultWords.title}>
      <Title order={2} size="h4">
        {resultWords.title}
      </Title>
      {order.result === null ? (
        <Text size="sm">{isFinal(order) ? resultWords.never : resultWords.none}</Text>
      ) : (
        <ResultView orderId={order.order_id} result={order.result} mayRead={role !== 'viewer'} />
      )}
    </Stack>
  );
}
