import { Button, Group, Text } from '@mantine/core';
import { orders as words } from '../../../words/orders.ts';
import type { Selection } from '../selection.ts';
import type { BulkAction } from './ask.ts';

export interface BulkBarProps {
  readonly selection: Selection;
  readonly actions: readonly BulkAction[];
  readonly act: (action: BulkAction) => void;
  /** How many are loaded, in words. */
  readonly shown: string;
}

/** What can be done to the orders that are chosen. */
export function BulkBar({ selection, actions, act, shown }: BulkBarProps) {
  const { ids, isAll, isFull, chooseAll, clear } = selection;
  const hasAny = isAll || ids.size > 0;
  return (
    <Group gap="xs" mih={26}>
      <Text size="sm" c="dimmed">
        {shown}
      </Text>
      {actions.length > 0 && (
        <>
          <Text size="sm" role="status" fw={hasAny ? 600 : undefined}>
            {isAll ? words.bulk.allFit : words.bulk.chosen(ids.size)}
          </Text>
          {!isAll && (
            <Button size="compact-sm" variant="subtle" onClick={chooseAll}>
              {words.bulk.chooseAll}
            </Button>
          )}
        </>
      )}
      {hasAny && (
        <>
          <Button size="compact-sm" variant="subtle" onClick={clear}>
            {words.bulk.clear}
          </Button>
          {actions.map((action) => (
            <Button key={action} size="compact-sm" variant="default" onClick={() => act(action)}>
              {words.bulk.actions[action]}
            </Button>
          ))}
        </>
      )}
      {isFull && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {words.bulk.tooMany}
        </Text>
      )}
    </Group>
  );
}
