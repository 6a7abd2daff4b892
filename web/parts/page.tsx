import { Box, Group, Stack, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';

export interface PageProps {
  /** The page's heading, and the title of its tab. */
  readonly title: string;
  /** Beside the heading, where that is more than text. */
  readonly heading?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: one heading of the first level, which gets the focus when one comes here, and what stands below it. */
export function Page({ title, heading, actions, children }: PageProps) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Roundtrip`;
  }, [title]);
  useEffect(() => ref.current?.focus({ preventScroll: true }), []);
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm" wrap="wrap">
        <Title order={1} size="h3" tabIndex={-1} ref={ref} style={{ outline: 'none', minWidth: 0 }}>
          {heading ?? title}
        </Title>
        {actions && <Box>{actions}</Box>}
      </Group>
      {children}
    </Stack>
  );
}
