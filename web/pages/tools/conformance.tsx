import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, type ConformanceTest } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { useWrite } from '../../parts/use-write.ts';
import { When } from '../../parts/when.tsx';
import { conformance as words } from '../../words/conformance.ts';
import { Findings } from './findings.tsx';
import { Grade } from './grade.tsx';

const LIVE_MS = 500;

/** The newest conformance test of a tool, live while it runs. */
export function Conformance({ shortId, mayTest }: { readonly shortId: string; readonly mayTest: boolean }) {
  const path = { short_id: shortId };
  const newest = useQuery({
    queryKey: ['tools', shortId, 'tests'],
    queryFn: () => api.get('/v1/tools/{short_id}/tests', { path, query: { limit: 1 } }),
    refetchInterval: 30_000,
  });
  const testId = newest.data?.tests[0]?.test_id;
  const { data: test, error } = useQuery({
    queryKey: ['tools', shortId, 'tests', testId],
    queryFn: () => api.get('/v1/tools/{short_id}/tests/{test_id}', { path: { ...path, test_id: testId! } }),
    enabled: testId !== undefined,
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? LIVE_MS : false),
  });
  const { write, isPending } = useWrite({
    act: () => api.post('/v1/tools/{short_id}/test', { path, body: {} }),
    refresh: [['tools', shortId, 'tests']],
  });
  const problem = newest.error ?? error;
  return (
    <Paper withBorder p="md" component="section" aria-label={words.title}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {words.title}
          </Title>
          {mayTest && (
            <Button
              size="compact-sm"
              variant="default"
              loading={isPending || test?.status === 'running'}
              onClick={() => write(undefined)}
            >
              {test ? words.again : words.test}
            </Button>
          )}
        </Group>
        {problem && <Problem error={problem} />}
        {newest.data && !testId && <Text size="sm">{words.hint}</Text>}
        {test && <Report test={test} />}
        <Kits shortId={shortId} />
      </Stack>
    </Paper>
  );
}

function Report({ test }: { readonly test: ConformanceTest }) {
  const { status, grade, problem, platform, checks, passed, failed, warned, skipped, finished_at } = test;
  return (
    <>
      <Group gap="sm" role="status">
        {status === 'running' ? <Text size="sm">{words.running(checks.length)}</Text> : <Grade grade={grade} />}
        {status !== 'running' && <Text size="sm">{words.counts(passed, failed, warned, skipped)}</Text>}
        {platform !== null && <Text size="sm">{words.platform(platform)}</Text>}
        {finished_at !== null && (
          <Text size="sm" c="dimmed">
            <When at={finished_at} />
          </Text>
        )}
      </Group>
      {problem !== null && (
        <Text size="sm">
          {words.stopped} <StrangersText text={problem} />
        </Text>
      )}
      <Findings checks={checks} isOver={status !== 'running'} />
    </>
  );
}

function Kits({ shortId }: { readonly shortId: string }) {
  const { data } = useQuery({
    queryKey: ['tools', shortId, 'kits'],
    queryFn: () => api.get('/v1/tools/{short_id}/kits', { path: { short_id: shortId } }),
    staleTime: Infinity,
  });
  if (!data) return null;
  return (
    <Group gap="sm">
      <Text size="sm">{words.kits}</Text>
      {data.kits.map(({ name }) => (
        <a key={name} href={`/v1/tools/${encodeURIComponent(shortId)}/kits/${name}`} download>
          {name}
        </a>
      ))}
    </Group>
  );
}
