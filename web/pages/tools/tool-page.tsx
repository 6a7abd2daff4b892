import { Alert, Badge, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { api } from '../../api/client.ts';
import { Page } from '../../parts/page.tsx';
import { PageProblem } from '../../parts/page-problem.tsx';
import { StrangersText, visible } from '../../parts/strangers-text.tsx';
import { useSellers } from '../../parts/use-sellers.ts';
import { useSession } from '../../parts/use-session.ts';
import { common } from '../../words/common.ts';
import { conformance } from '../../words/conformance.ts';
import { tools as words } from '../../words/tools.ts';
import { Conformance } from './conformance.tsx';
import { Dialect } from './dialect.tsx';
import { Durations } from './durations.tsx';
import { EditTool } from './edit-tool.tsx';
import { Grade } from './grade.tsx';
import { PlanPreview } from './plan-preview.tsx';
import { Scorecard } from './scorecard.tsx';
import { ToolActions } from './tool-actions.tsx';

const route = getRouteApi('/inside/tools/$shortId');

/** One tool: how it does, when it is asked, and what it is. */
export function ToolPage() {
  const { shortId } = route.useParams();
  const { role } = useSession();
  const sellers = useSellers();
  const { data, error, refetch } = useQuery({
    queryKey: ['tools', shortId],
    queryFn: () => api.get('/v1/tools/{short_id}', { path: { short_id: shortId } }),
    refetchInterval: 30_000,
  });
  if (error && !data) return <PageProblem error={error} reset={() => void refetch()} />;
  if (!data) return <Loader aria-label={common.loading} />;
  const name = visible(data.name) || data.short_id;
  const mayChange = role !== 'viewer';
  return (
    <Page title={name} heading={<StrangersText text={name} />} actions={mayChange && <ToolActions tool={data} />}>
      <Group gap="sm">
        <Badge color={data.paused_at === null ? 'green' : 'orange'} variant="light" tt="none">
          {data.paused_at === null ? words.live : words.paused}
        </Badge>
        <Grade grade={data.grade} />
        {data.pause_reason !== null && (
          <Text size="sm">
            <StrangersText text={data.pause_reason} />
          </Text>
        )}
        <Text size="sm" ff="monospace">
          {data.short_id}
        </Text>
        <Link to="/sellers/$sellerId" params={{ sellerId: data.seller_id }}>
          <StrangersText text={sellers?.get(data.seller_id) ?? data.seller_id} instead={data.seller_id} />
        </Link>
        <Link to="/orders" search={{ short_id: data.short_id }}>
          {words.orders}
        </Link>
      </Group>
      {data.dialect !== null && <Dialect shortId={shortId} dialect={data.dialect} mayForget={mayChange} />}
      {data.warnings && data.warnings.length > 0 && (
        <Alert color="orange" title={conformance.warnings}>
          {data.warnings.map(({ field, message }) => (
            <Text key={field + message} size="sm">
              <b>{field}</b> <StrangersText text={message} />
            </Text>
          ))}
        </Alert>
      )}
      <Conformance shortId={shortId} mayTest={mayChange} />
      <Scorecard shortId={shortId} />
      <Durations shortId={shortId} />
      <PlanPreview shortId={shortId} mayUse={mayChange} />
      {mayChange && (
        <Paper withBorder p="md">
          <Stack>
            <Title order={2} size="h4">
              {words.edit}
            </Title>
            <EditTool key={data.short_id} tool={data} />
          </Stack>
        </Paper>
      )}
    </Page>
  );
}
