import { Alert, Button, Checkbox, Group, List, Loader, Modal, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { span } from '../../parts/time.ts';
import { useWrite } from '../../parts/use-write.ts';
import { attention as words } from '../../words/attention.ts';
import { common } from '../../words/common.ts';
import { hasWork, sumOf, type ReplaySum } from './replays.ts';

const POLL_MS = 700;

export interface ReplayDialogProps {
  readonly outageIds: readonly string[];
  readonly close: () => void;
}

/** Says what a replay would do before it does it, and how far it has come. */
export function ReplayDialog({ outageIds, close }: ReplayDialogProps) {
  const [isBegun, setBegun] = useState(false);
  return (
    <Modal opened onClose={close} title={words.replay.title} closeOnClickOutside={false}>
      {isBegun ? (
        <ReplayProgress outageIds={outageIds} close={close} />
      ) : (
        <DryRun outageIds={outageIds} close={close} begun={() => setBegun(true)} />
      )}
    </Modal>
  );
}

interface DryRunProps extends ReplayDialogProps {
  readonly begun: () => void;
}

function DryRun({ outageIds, close, begun }: DryRunProps) {
  const [isRedone, redo] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['replay', outageIds],
    queryFn: () => Promise.all(outageIds.map((id) => replay(id, { dry_run: true }))).then(sumOf),
    staleTime: 0,
    gcTime: 0,
  });
  const {
    write,
    isPending,
    error: refused,
  } = useWrite({
    act: async () => {
      for (const id of outageIds) await replay(id, { redo: isRedone });
    },
    refresh: [['attention'], ['outages']],
    tellProblem: false,
    onDone: begun,
  });
  return (
    <Stack>
      {error || refused ? <Problem error={error ?? refused} /> : null}
      {!data && !error && (
        <Group gap="xs">
          <Loader size="xs" />
          <Text size="sm">{words.replay.counting}</Text>
        </Group>
      )}
      {data && <WhatItDoes sum={data} />}
      {data && data.redo > 0 && (
        <Checkbox
          label={words.replay.redoBox}
          description={words.replay.redoHint}
          checked={isRedone}
          onChange={(event) => redo(event.currentTarget.checked)}
        />
      )}
      <Group justify="end">
        <Button variant="default" onClick={close} data-autofocus>
          {common.cancel}
        </Button>
        <Button disabled={!data || !hasWork(data, isRedone)} loading={isPending} onClick={() => write(undefined)}>
          {words.replay.confirm}
        </Button>
      </Group>
    </Stack>
  );
}

function WhatItDoes({ sum }: { readonly sum: ReplaySum }) {
  const { forward, check, extend, extendByS, redo } = sum;
  const lines = [
    ...(forward > 0 ? [words.replay.forward(forward)] : []),
    ...(check > 0 ? [words.replay.check(check)] : []),
    ...(extend > 0 ? [words.replay.extend(extend, span(extendByS))] : []),
    ...(redo > 0 ? [words.replay.redo(redo)] : []),
  ];
  if (lines.length === 0) return <Text>{words.replay.nothing}</Text>;
  return (
    <List size="sm">
      {lines.map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  );
}

function ReplayProgress({ outageIds, close }: ReplayDialogProps) {
  const { data, error } = useQuery({
    queryKey: ['outages', 'replayed', outageIds],
    queryFn: async () => {
      const read = outageIds.map((outage_id) => api.get('/v1/outages/{outage_id}', { path: { outage_id } }));
      return sumOf((await Promise.all(read)).flatMap((outage) => outage.replay ?? []));
    },
    refetchInterval: ({ state }) => (state.data?.isOver ? false : POLL_MS),
    staleTime: 0,
  });
  const { write } = useWrite({ act: async () => undefined, refresh: [['attention'], ['outages'], ['orders']] });
  const isOver = data?.isOver ?? false;
  useEffect(() => {
    if (isOver) write(undefined);
    // Once, as it ends.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isOver]);
  if (error) return <Problem error={error} />;
  const all = (data?.done ?? 0) + (data?.left ?? 0);
  return (
    <Stack>
      <Progress
        value={isOver ? 100 : all === 0 ? 0 : ((data?.done ?? 0) / all) * 100}
        animated={!isOver}
        aria-label={words.replay.title}
      />
      <Text size="sm" role="status">
        {isOver ? words.replay.done(data?.done ?? 0) : words.replay.progress(data?.done ?? 0, all)}
      </Text>
      <Group justify="end">
        <Button onClick={close} variant={isOver ? 'filled' : 'default'}>
          {common.close}
        </Button>
      </Group>
    </Stack>
  );
}

export interface ReplayButtonProps {
  /** The seller does not answer yet, as far as is known. */
  readonly lasts: boolean | undefined;
  /** Opens the dialog, which outlives the row that the button stands in: what is made good is listed no more. */
  readonly open: () => void;
}

/** Says why it cannot be used, where it cannot. */
export function ReplayButton({ lasts, open }: ReplayButtonProps) {
  return (
    <>
      <Button size="compact-md" disabled={lasts !== false} onClick={open}>
        {words.replay.button}
      </Button>
      {lasts && (
        <Alert variant="transparent" p={0} c="dimmed">
          {words.replay.lasts}
        </Alert>
      )}
    </>
  );
}

function replay(outage_id: string, body: { dry_run?: boolean; redo?: boolean }) {
  return api.post('/v1/outages/{outage_id}/replay', { path: { outage_id }, body });
}
