import { Button, Group, NativeSelect } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '../../../src/client/client.ts';
import { api, type Tool } from '../../api/client.ts';
import { ConfirmButton } from '../../parts/confirm-button.tsx';
import { HeldSecrets } from '../../parts/held-secrets.tsx';
import { useWrite } from '../../parts/use-write.ts';
import { tools as words } from '../../words/tools.ts';

/** Pause, new secrets, delete. */
export function ToolActions({ tool }: { readonly tool: Tool }) {
  const path = { short_id: tool.short_id };
  const navigate = useNavigate();
  const refresh = [['tools'], ['attention']];
  const pause = useWrite({
    act: () =>
      tool.paused_at === null
        ? api.post('/v1/tools/{short_id}/pause', { path })
        : api.post('/v1/tools/{short_id}/resume', { path }),
    refresh,
    done: ({ paused_at }) => (paused_at === null ? words.resumedNow : words.pausedNow),
  });
  const remove = useWrite({
    act: () => api.delete('/v1/tools/{short_id}', { path }),
    refresh: [['attention']],
    done: () => words.removed,
    onDone: () => void navigate({ to: '/tools' }),
  });
  return (
    <Group gap="xs">
      <Button variant="default" size="compact-md" loading={pause.isPending} onClick={() => pause.write(undefined)}>
        {tool.paused_at === null ? words.pause : words.resume}
      </Button>
      {(['callback', 'signing'] as const).map((which) => (
        <Rotate key={which} shortId={tool.short_id} which={which} />
      ))}
      <ConfirmButton
        label={words.remove}
        title={words.removeTitle}
        hint={words.removeHint}
        color="red"
        isPending={remove.isPending}
        act={() => remove.write(undefined)}
      />
    </Group>
  );
}

interface RotateProps {
  readonly shortId: string;
  readonly which: 'callback' | 'signing';
}

/** A new secret, held until one has kept it; the one before counts beside it for as long as one chooses. */
function Rotate({ shortId, which }: RotateProps) {
  const [grace, setGrace] = useState('86400');
  const [made, setMade] = useState<Answer<'/v1/tools/{short_id}/rotate-secret', 'post'> | null>(null);
  const { write, isPending } = useWrite({
    act: () =>
      api.post('/v1/tools/{short_id}/rotate-secret', {
        path: { short_id: shortId },
        body: { which, grace_s: Number(grace) },
      }),
    onDone: setMade,
  });
  return (
    <>
      <ConfirmButton
        label={words.rotate[which]}
        title={words.rotate[which]}
        hint={words.rotate.hint}
        confirm={words.rotate.confirm}
        isPending={isPending}
        act={() => write(undefined)}
      >
        <NativeSelect
          mt="sm"
          label={words.rotate.grace}
          data={words.rotate.graces.map(([value, label]) => ({ value, label }))}
          value={grace}
          onChange={(event) => setGrace(event.currentTarget.value)}
        />
      </ConfirmButton>
      {made && <HeldSecrets secrets={made} close={() => setMade(null)} />}
    </>
  );
}
