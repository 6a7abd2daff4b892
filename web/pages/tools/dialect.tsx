import { Group, Text } from '@mantine/core';
import { api } from '../../api/client.ts';
import { ConfirmButton } from '../../parts/confirm-button.tsx';
import { useWrite } from '../../parts/use-write.ts';
import { tools as words } from '../../words/tools.ts';

export interface DialectProps {
  readonly shortId: string;
  readonly dialect: string;
  readonly mayForget: boolean;
}

/** In whose words the tool's answers were found to be, and a way to have them looked at afresh. */
export function Dialect({ shortId, dialect, mayForget }: DialectProps) {
  const { write, isPending } = useWrite({
    act: () => api.patch('/v1/tools/{short_id}', { path: { short_id: shortId }, body: { response: null } }),
    refresh: [['tools']],
    done: () => words.dialect.forgotten,
  });
  return (
    <Group gap="xs">
      <Text size="sm">{words.dialect.read(dialect)}</Text>
      {mayForget && (
        <ConfirmButton
          label={words.dialect.forget}
          title={words.dialect.forgetTitle}
          hint={words.dialect.forgetHint}
          isPending={isPending}
          act={() => write(undefined)}
        />
      )}
    </Group>
  );
}
