import { Button, Loader, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { millis } from '../../parts/time.ts';
import { useWrite } from '../../parts/use-write.ts';
import { WideTable } from '../../parts/wide-table.tsx';
import { common } from '../../words/common.ts';
import { tools as words } from '../../words/tools.ts';
import { planText } from './plan-text.ts';

const { plan: planHead, checks, wait, p95, found: foundHead, use: useHead } = words.preview;
const HEADS = [planHead, checks, wait, p95, foundHead, useHead];
const rounded = (n: number) => Number(n.toFixed(1));

/** What other plans would have come to on the tool's own past orders; worked out when one asks for it. */
export function PlanPreview({ shortId, mayUse }: { readonly shortId: string; readonly mayUse: boolean }) {
  const [isAsked, ask] = useState(false);
  const { data, error, isFetching } = useQuery({
    queryKey: ['tools', shortId, 'preview'],
    queryFn: () => api.get('/v1/tools/{short_id}/plan-preview', { path: { short_id: shortId } }),
    enabled: isAsked,
    staleTime: 60_000,
  });
  const use = useWrite({
    act: (poll: object) =>
      api.patch('/v1/tools/{short_id}', {
        path: { short_id: shortId },
        body: { poll: poll as Record<string, unknown> },
      }),
    refresh: [['tools']],
    done: () => words.preview.used,
  });
  return (
    <Paper withBorder p="md" component="section" aria-label={words.preview.title}>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {words.preview.title}
        </Title>
        <Text size="sm" c="dimmed">
          {words.preview.hint}
        </Text>
        {!isAsked && (
          <div>
            <Button variant="default" size="compact-md" onClick={() => ask(true)}>
              {words.preview.show}
            </Button>
          </div>
        )}
        {isFetching && !data && <Loader size="sm" />}
        {error && <Problem error={error} />}
        {data?.sample === 0 && <Text size="sm">{words.preview.none}</Text>}
        {data && data.sample > 0 && (
          <WideTable label={words.preview.title} heads={HEADS} minWidth={560}>
            {data.plans.map(({ poll, checks_per_order, mean_wait_s, p95_wait_s, found }, i) => (
              <Table.Tr key={i}>
                <Table.Th scope="row" title={JSON.stringify(poll)}>
                  {planText(poll)}
                </Table.Th>
                <Table.Td>{checks_per_order === null ? common.none : rounded(checks_per_order)}</Table.Td>
                <Table.Td>{mean_wait_s === null ? common.none : millis(mean_wait_s * 1_000)}</Table.Td>
                <Table.Td>{p95_wait_s === null ? common.none : millis(p95_wait_s * 1_000)}</Table.Td>
                <Table.Td>{found === null ? common.none : `${rounded(found * 100)} %`}</Table.Td>
                <Table.Td>
                  {mayUse && (
                    <Button
                      variant="default"
                      size="compact-sm"
                      loading={use.isPending}
                      aria-label={words.preview.useOf(planText(poll))}
                      onClick={() => use.write(poll)}
                    >
                      {words.preview.use}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </WideTable>
        )}
      </Stack>
    </Paper>
  );
}
