import { AppShell, Badge, Burger, Button, Group, NavLink, Text, Tooltip } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { LiveStream } from '../api/live.ts';
import { sessionQuery, signOut } from '../api/session.ts';
import { LiveContext, useIsLive } from '../api/use-live.ts';
import { common } from '../words/common.ts';
import classes from './parts.module.css';
import { SchemeToggle } from './scheme-toggle.tsx';
import { SessionContext, useSession } from './use-session.ts';
import { useWrite } from './use-write.ts';

/** What stands around every page of whoever is signed in. */
export function Shell() {
  const client = useQueryClient();
  const [session] = useState(() => client.getQueryData(sessionQuery.queryKey) ?? null);
  const [stream, setStream] = useState<LiveStream | null>(null);
  useEffect(() => {
    const opened = new LiveStream();
    setStream(opened);
    return () => opened.close();
  }, []);
  return (
    <SessionContext value={session}>
      <LiveContext value={stream}>
        <Frame />
      </LiveContext>
    </SessionContext>
  );
}

function Frame() {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(close, [path, close]);
  // Below this Mantine moves the closed menu out of sight, where Tab would still go: 48em is its breakpoint `sm`.
  const isAway = useMediaQuery('(max-width: 47.99em)', false) && !isOpen;
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'xs', sm: 'md' }}
    >
      <AppShell.Header>
        <a href="#content" className={classes.skip}>
          {common.skip}
        </a>
        <Group h="100%" px="sm" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? common.menu.close : common.menu.open}
            />
            <Text fw={700}>{common.product}</Text>
            <LiveSign />
          </Group>
          <SchemeToggle />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" inert={isAway}>
        <Navigation path={path} />
        <Account />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function Navigation({ path }: { readonly path: string }) {
  const { role } = useSession();
  const pages = [
    { to: '/orders', label: common.nav.orders },
    { to: '/attention', label: common.nav.attention, badge: <AttentionCount /> },
    { to: '/sellers', label: common.nav.sellers },
    { to: '/tools', label: common.nav.tools },
    ...(role === 'seller' ? [] : [{ to: '/system', label: common.nav.system }]),
  ];
  return (
    <AppShell.Section grow component="nav" aria-label={common.nav.label}>
      {pages.map(({ to, label, badge }) => (
        <NavLink
          key={to}
          renderRoot={(props) => <Link to={to} {...props} />}
          label={label}
          rightSection={badge}
          active={path === to || path.startsWith(`${to}/`)}
        />
      ))}
      <NavLink href="/docs" target="_blank" label={common.nav.api} />
    </AppShell.Section>
  );
}

/** How many groups need a person; nothing where none does. */
function AttentionCount() {
  const { data } = useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => api.get('/v1/attention', { signal }),
    refetchInterval: 30_000,
    staleTime: 15_000,
    retry: false,
  });
  const count = data?.groups.length ?? 0;
  if (count === 0) return null;
  return (
    <Badge color="red" variant="filled" size="sm" circle={count < 10}>
      {count}
    </Badge>
  );
}

function LiveSign() {
  const isLive = useIsLive();
  if (isLive) return null;
  return (
    <Tooltip label={common.live.offHint} multiline maw={260}>
      <Badge color="orange" variant="light" tt="none" role="status">
        {common.live.off}
      </Badge>
    </Tooltip>
  );
}

function Account() {
  const { name, role, version } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { write, isPending } = useWrite({
    act: signOut,
    onDone: () => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, null);
      void navigate({ to: '/sign-in' });
    },
  });
  return (
    <AppShell.Section>
      <Text size="xs" c="dimmed" className={classes.oneLine} title={`${name} (${role})`}>
        {name} · {role}
      </Text>
      <Text size="xs" c="dimmed" mb={4}>
        {common.product} {version}
      </Text>
      <Button fullWidth size="compact-sm" variant="default" loading={isPending} onClick={() => write(undefined)}>
        {common.signOut}
      </Button>
    </AppShell.Section>
  );
}
