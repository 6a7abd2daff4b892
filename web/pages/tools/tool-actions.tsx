import { Button, Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Tool } from '../../api/client.ts';
import { ConfirmButton } from '../../parts/confirm-button.tsx';
import { HeldSecrets } from '../../parts/held-secrets.tsx';
import { useWrite } from '../../parts/use-write.ts';
import { tools as words } from '../../words/tools.ts';

interface Rotated {
  readonly callback_secret?: string;
  readonly signing_secret?: string;
}

/** Pause, new secrets, delete. */
export function ToolActions({ tool }: { readonly tool: Tool }) {
  const path = { short_id: tool.short_id };
  const navigate = useNavigate();
  const [rotated, setRotated] = useState<Rotated | null>(null);
  const refresh = [['tools'], ['attention']];
  const pause = useWrite({
    act: () =>
      tool.paused_at === null
        ? api.post('/v1/tools/{short_id}/pause', { path })
        : api.post('/v1/tools/{short_id}/resume', { path }),
    refresh,
    done: ({ paused_at }) => (paused_at === null ? words.resumedNow : words.pausedNow),
  });
  const rotate = useWrite({
    act: (which: 'callback' | 'signing') =>
      api.post('/v1/tools/{short_id}/rotate-secret', { path, body: { which } }) as Promise<Rotated>,
    onDone: setRotated,
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
        <ConfirmButton
          key={which}
          label={words.rotate[which]}
          title={words.rotate[which]}
          hint={words.rotate.hint}
          confirm={words.rotate.confirm}
          isPending={rotate.isPending}
          act={() => rotate.write(which)}
        />
      ))}
      <ConfirmButton
        label={words.remove}
        title={words.removeTitle}
        hint={words.removeHint}
        color="red"
        isPending={remove.isPending}
        act={() => remove.write(undefined)}
      />
      {rotated && <HeldSecrets secrets={rotated} close={() => setRotated(null)} />}
    </Group>
  );
}
