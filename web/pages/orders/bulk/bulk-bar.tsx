import { Button, Group, Paper, Text } from '@mantine/core';
import { orders as words } from '../../../words/orders.ts';
import type { Selection } from '../selection.ts';
import type { BulkAction } from './ask.ts';

export interface BulkBarProps {
  readonly selection: Selection;
  readonly actions: readonly BulkAction[];
  readonly act: (action: BulkAction) => void;
}

/** What can be done to the orders that are chosen. */
export function BulkBar({ selection, actions, act }: BulkBarProps) {
  const { ids, isAll, isFull, chooseAll, clear } = selection;
  const hasAny = isAll || ids.size > 0;
  return (
    <Paper withBorder px="sm" py={6}>
      <Group gap="xs">
        <Text size="sm" role="status">
          {isAll ? words.bulk.allFit : words.bulk.chosen(ids.size)}
        </Text>
        {!isAll && (
          <Button size="compact-sm" variant="subtle" onClick={chooseAll}>
            {words.bulk.chooseAll}
          </Button>
        )}
        {hasAny && (
          <Button size="compact-sm" variant="subtle" onClick={clear}>
            {words.bulk.clear}
          </Button>
        )}
        {actions.map((action) => (
          <Button key={action} size="compact-sm" variant="default" disabled={!hasAny} onClick={() => act(action)}>
            {words.bulk.actions[action]}
          </Button>
        ))}
        {isFull && (
          <Text size="sm" c="red">
            {words.bulk.tooMany}
          </Text>
        )}
      </Group>
    </Paper>
  );
}
