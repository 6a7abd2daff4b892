import { Anchor, Container, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiProblem } from '../api/client.ts';
import { common } from '../words/common.ts';
import { Problem } from './problem.tsx';

/** Instead of a page that could not be shown. */
export function PageProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const client = useQueryClient();
  const isOver = error instanceof ApiProblem && error.status === 401;
  useEffect(() => {
    if (!isOver) return;
    client.setQueryData(['session'], null);
    void router.navigate({ to: '/sign-in', search: { over: true, to: router.state.location.href } });
  }, [isOver, client, router]);
  if (error instanceof ApiProblem && error.status === 404) return <NotFoundSaying text={error.message} />;
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Container size="sm" py="xl">
      <Problem error={error} retry={retry} />
    </Container>
  );
}

export function NotFound() {
  return <NotFoundSaying text={common.error.notFoundHint} />;
}

function NotFoundSaying({ text }: { readonly text: string }) {
  return (
    <Container size="sm" py="xl">
      <Stack gap="xs">
        <Title order={1} size="h3">
          {common.error.notFound}
        </Title>
        <Text>{text}</Text>
        <Anchor component={Link} to="/orders">
          {common.error.home}
        </Anchor>
      </Stack>
    </Container>
  );
}
