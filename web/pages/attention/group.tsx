import { Badge, Button, Group as Row, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem, api, type AttentionGroup } from '../../api/client.ts';
import { mayOperate } from '../../api/session.ts';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { useSession } from '../../parts/use-session.ts';
import { useWrite } from '../../parts/use-write.ts';
import { When } from '../../parts/when.tsx';
import { attention as words } from '../../words/attention.ts';
import { ReplayButton } from './replay-dialog.tsx';

const GRAVE: readonly AttentionGroup['cause'][] = ['outage', 'failed', 'expired', 'expires_soon', 'work_quarantined'];

export interface GroupProps {
  readonly group: AttentionGroup;
  /** The name of its seller, where it has one and it is known. */
  readonly seller: string | null;
}

interface ReplayProps {
  /** Opens the dialog that replays these outages. */
  readonly replay: (outageIds: readonly string[]) => void;
}

/** One cause: what is wrong, what to do about it, and the orders that it is about. */
export function Group({ group, seller, replay }: GroupProps & ReplayProps) {
  const { cause, title, hint, count, oldest_at, order_ids } = group;
  const [isOpen, setOpen] = useState(false);
  return (
    <Paper withBorder p="sm" component="li">
      <Stack gap="xs">
        <Row gap="xs" wrap="wrap">
          <Badge color={GRAVE.includes(cause) ? 'red' : 'orange'} variant="light" tt="none">
            {words.causes[cause]}
          </Badge>
          <Badge variant="default" tt="none">
            {words.count(count)}
          </Badge>
          <Text size="sm" c="dimmed">
            {words.oldest} <When at={oldest_at} />
          </Text>
          <About group={group} seller={seller} />
        </Row>
        <Text fw={600} component="h2" size="md" m={0}>
          <StrangersText text={title} />
        </Text>
        <Text size="sm">
          <StrangersText text={hint} />
        </Text>
        <Row gap="sm">
          <Actions group={group} replay={replay} />
          {order_ids.length > 0 && (
            <Button size="compact-md" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? words.hide : words.show(order_ids.length)}
            </Button>
          )}
        </Row>
        {isOpen && <Orders group={group} />}
      </Stack>
    </Paper>
  );
}

function About({ group: { short_id, seller_id }, seller }: GroupProps) {
  return (
    <>
      {short_id !== null && (
        <Text size="sm">
          {words.tool}{' '}
          <Link to="/tools/$shortId" params={{ shortId: short_id }}>
            {short_id}
          </Link>
        </Text>
      )}
      {seller_id !== null && (
        <Text size="sm">
          {words.seller}{' '}
          <Link to="/sellers/$sellerId" params={{ sellerId: seller_id }}>
            <StrangersText text={seller ?? seller_id} instead={seller_id} />
          </Link>
        </Text>
      )}
    </>
  );
}

function Orders({ group: { order_ids, count, short_id, seller_id, cause } }: Pick<GroupProps, 'group'>) {
  const search = {
    ...(short_id === null ? {} : { short_id }),
    ...(seller_id === null ? {} : { seller_id }),
    ...(cause === 'failed' || cause === 'expired' ? { status: cause } : { status: undefined }),
  };
  return (
    <Stack gap={4}>
      <ul style={{ margin: 0, columns: '18rem' }}>
        {order_ids.map((orderId) => (
          <li key={orderId}>
            <Link to="/orders/$orderId" params={{ orderId }}>
              {orderId}
            </Link>
          </li>
        ))}
      </ul>
      {count > order_ids.length && <Text size="sm">{words.more}</Text>}
      <Link to="/orders" search={search}>
        {search.status === undefined ? words.ofTool : words.all}
      </Link>
    </Stack>
  );
}

function Actions({ group, replay }: Pick<GroupProps, 'group'> & ReplayProps) {
  const { role } = useSession();
  const { cause, outage_ids, notification_ids, short_id } = group;
  if (cause === 'tool_paused' && short_id !== null && role !== 'viewer') return <Resume shortId={short_id} />;
  if (cause === 'outage') return <OutageActions outageIds={outage_ids} replay={mayOperate(role) ? replay : null} />;
  if (notification_ids.length > 0 && mayOperate(role)) return <SendAgain ids={notification_ids} />;
  return null;
}

interface OutageActionsProps {
  readonly outageIds: readonly string[];
  /** Null where the role may not. */
  readonly replay: ReplayProps['replay'] | null;
}

function OutageActions({ outageIds, replay }: OutageActionsProps) {
  const { data } = useQuery({
    queryKey: ['outages', outageIds],
    queryFn: () =>
      Promise.all(outageIds.map((outage_id) => api.get('/v1/outages/{outage_id}', { path: { outage_id } }))),
  });
  return (
    <>
      {replay && <ReplayButton lasts={data?.some(({ to }) => to === null)} open={() => replay(outageIds)} />}
      {outageIds.map((outageId) => (
        <Link key={outageId} to="/outages/$outageId" params={{ outageId }}>
          {words.outagePage}
        </Link>
      ))}
    </>
  );
}

function Resume({ shortId }: { readonly shortId: string }) {
  const { write, isPending } = useWrite({
    act: () => api.post('/v1/tools/{short_id}/resume', { path: { short_id: shortId } }),
    refresh: [['attention'], ['tools']],
    done: () => words.resumed,
  });
  return (
    <Button size="compact-md" loading={isPending} onClick={() => write(undefined)}>
      {words.resume}
    </Button>
  );
}

function SendAgain({ ids }: { readonly ids: readonly string[] }) {
  const { write, isPending } = useWrite({
    act: async () => {
      let sent = 0;
      for (const notification_id of ids) sent += await sendAgain(notification_id);
      return sent;
    },
    refresh: [['attention']],
    done: words.sentAgain,
  });
  return (
    <Button size="compact-md" loading={isPending} onClick={() => write(undefined)}>
      {words.sendAgain}
    </Button>
  );
}

/** How many went again: none where somebody else was sooner. */
async function sendAgain(notification_id: string): Promise<number> {
  try {
    await api.post('/v1/notifications/{notification_id}/replay', { path: { notification_id } });
    return 1;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 409) return 0;
    throw error;
  }
}
