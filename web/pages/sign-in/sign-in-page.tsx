import { Alert, Button, Container, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { sessionQuery, signIn } from '../../api/session.ts';
import { Problem } from '../../parts/problem.tsx';
import { SchemeToggle } from '../../parts/scheme-toggle.tsx';
import { useWrite } from '../../parts/use-write.ts';
import { common } from '../../words/common.ts';

const route = getRouteApi('/sign-in');

/** A token for a cookie: it is sent once, and kept nowhere in the browser. */
export function SignInPage() {
  const [token, setToken] = useState('');
  const { to = '/orders', over } = route.useSearch();
  const client = useQueryClient();
  const router = useRouter();
  useEffect(() => void (document.title = `${common.signIn.title} · ${common.product}`), []);
  const { write, isPending, error } = useWrite({
    act: signIn,
    tellProblem: false,
    onDone: (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      router.history.push(to);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write(token.trim());
  };
  return (
    <Container size={440} py="xl" component="main">
      <Paper withBorder p="lg">
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h3">
              {common.product}
            </Title>
            {over && <Alert color="orange">{common.signIn.over}</Alert>}
            <Text size="sm">{common.signIn.intro}</Text>
            <PasswordInput
              label={common.signIn.token}
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
              autoComplete="off"
              autoFocus
              required
            />
            {error && <Problem error={error} />}
            <Button type="submit" loading={isPending}>
              {common.signIn.submit}
            </Button>
            <Text size="xs" c="dimmed">
              {common.signIn.where}
            </Text>
          </Stack>
        </form>
      </Paper>
      <SchemeToggle />
    </Container>
  );
}
