import { Anchor, Button, Code, Paper, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { orders as words } from '../../words/orders.ts';

/** Instead of an empty list: what to do about it. */
export function NoOrders({ isFiltered, clear }: { readonly isFiltered: boolean; readonly clear: () => void }) {
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="xs">
        <Text fw={600}>{isFiltered ? words.none.filtered : words.none.title}</Text>
        {isFiltered ? (
          <Button variant="default" onClick={clear}>
            {words.none.clear}
          </Button>
        ) : (
          <>
            <Text size="sm" ta="center">
              {words.none.hint}
            </Text>
            <Code block maw="100%" tabIndex={0} aria-label={words.none.exampleLabel}>
              {words.none.example(location.origin)}
            </Code>
            <Anchor component={Link} to="/tools">
              {words.none.tools}
            </Anchor>
          </>
        )}
      </Stack>
    </Paper>
  );
}
