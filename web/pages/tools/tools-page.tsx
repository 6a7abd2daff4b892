import { Badge, Button, Paper, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, type Tool } from '../../api/client.ts';
import { Page } from '../../parts/page.tsx';
import { Problem } from '../../parts/problem.tsx';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { span } from '../../parts/time.ts';
import { useSellers } from '../../parts/use-sellers.ts';
import { useSession } from '../../parts/use-session.ts';
import { WideTable } from '../../parts/wide-table.tsx';
import { common } from '../../words/common.ts';
import { Grade } from './grade.tsx';
import { planText } from './plan-text.ts';
import { tools as words } from '../../words/tools.ts';

/** Every tool, or a seller's own. */
export function ToolsPage() {
  const { role } = useSession();
  const query = useInfiniteQuery({
    queryKey: ['tools', 'list'],
    queryFn: ({ pageParam }) =>
      api.get('/v1/tools', { query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const tools = query.data?.pages.flatMap((page) => page.tools) ?? [];
  return (
    <Page
      title={words.title}
      actions={
        role !== 'viewer' && (
          <Button renderRoot={(props) => <Link to="/new-tool" {...props} />} size="compact-md">
            {words.register}
          </Button>
        )
      }
    >
      {query.error && <Problem error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && tools.length === 0 && <Paper p="xl">{words.none}</Paper>}
      {tools.length > 0 && <Tools tools={tools} />}
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </Page>
  );
}

function Tools({ tools }: { readonly tools: readonly Tool[] }) {
  const sellers = useSellers();
  const { tool, name, seller, state, grade, plan, deadline } = words.table;
  const heads = [tool, name, ...(sellers ? [seller] : []), state, grade, plan, deadline];
  return (
    <WideTable label={words.title} heads={heads} minWidth={720}>
      {tools.map((one) => (
        <Table.Tr key={one.short_id}>
          <Table.Th scope="row" miw={110} style={{ overflowWrap: 'anywhere' }}>
            <Link to="/tools/$shortId" params={{ shortId: one.short_id }}>
              {one.short_id}
            </Link>
          </Table.Th>
          <Table.Td>
            <StrangersText text={one.name} instead={one.short_id} />
          </Table.Td>
          {sellers && (
            <Table.Td>
              <Link to="/sellers/$sellerId" params={{ sellerId: one.seller_id }}>
                <StrangersText text={sellers.get(one.seller_id) ?? one.seller_id} instead={one.seller_id} />
              </Link>
            </Table.Td>
          )}
          <Table.Td>
            <Badge color={one.paused_at === null ? 'green' : 'orange'} variant="light" tt="none">
              {one.paused_at === null ? words.live : words.paused}
            </Badge>
            {one.pause_reason !== null && (
              <Text size="xs" c="dimmed">
                <StrangersText text={one.pause_reason} />
              </Text>
            )}
          </Table.Td>
          <Table.Td>
            <Grade grade={one.grade} />
          </Table.Td>
          <Table.Td>
            <Text size="sm">{planText(one.poll)}</Text>
          </Table.Td>
          <Table.Td>{span(one.deadline_s)}</Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}
