import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { visible } from '../../parts/strangers-text.tsx';
import { orders as words } from '../../words/orders.ts';
import { MOST_CHARACTERS, dropView, renameView, type View } from './saved-views.ts';

export interface ManageViewsProps {
  readonly own: readonly View[];
  readonly setOwn: (views: View[]) => void;
}

/** One's own views, to rename and delete. */
export function ManageViews({ own, setOwn }: ManageViewsProps) {
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {own.length === 0 ? words.views.none : words.views.saved}
      </Text>
      {own.map(({ name }) => (
        <OneView
          key={name}
          name={name}
          rename={(to) => setOwn(renameView(localStorage, name, to))}
          remove={() => setOwn(dropView(localStorage, name))}
        />
      ))}
    </Stack>
  );
}

interface OneViewProps {
  readonly name: string;
  readonly rename: (to: string) => void;
  readonly remove: () => void;
}

function OneView({ name, rename, remove }: OneViewProps) {
  const [text, setText] = useState(name);
  const isChanged = text.trim() !== '' && text.trim() !== name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) rename(text);
  };
  return (
    <Group component="form" gap="xs" wrap="nowrap" onSubmit={submit}>
      <TextInput
        aria-label={words.views.rename(visible(name))}
        value={text}
        maxLength={MOST_CHARACTERS}
        onChange={(event) => setText(event.currentTarget.value)}
        style={{ flex: 1 }}
      />
      <Button type="submit" variant="default" disabled={!isChanged}>
        {words.views.keep}
      </Button>
      <Button variant="default" aria-label={words.views.remove(visible(name))} onClick={remove}>
        {words.views.delete}
      </Button>
    </Group>
  );
}
