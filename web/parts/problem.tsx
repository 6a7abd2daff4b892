import { Alert, Button, Group, Text } from '@mantine/core';
import { ApiProblem } from '../api/client.ts';
import { common } from '../words/common.ts';

export interface ProblemProps {
  readonly error: unknown;
  /** Where it can be tried again. */
  readonly retry?: () => void;
}

/** What went wrong, in the server's own sentence. */
export function Problem({ error, retry }: ProblemProps) {
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <Alert color="red" title={common.error.title} role="alert">
      <Text size="sm">{problem ? problem.message : common.error.crash}</Text>
      {problem?.details.map(({ field, message }) => (
        <Text key={field} size="sm">
          <b>{field}</b> {message}
        </Text>
      ))}
      <Group gap="md" mt="xs">
        {retry && (
          <Button size="compact-sm" variant="default" onClick={retry}>
            {common.error.retry}
          </Button>
        )}
        {problem?.requestId && (
          <Text size="xs" c="dimmed">
            {common.error.requestId(problem.requestId)}
          </Text>
        )}
      </Group>
    </Alert>
  );
}
