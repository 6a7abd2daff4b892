import { Card, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SystemState } from '../../api/client.ts';
import { bytes } from '../../parts/bytes.ts';
import { localTime, span } from '../../parts/time.ts';
import { useNow } from '../../parts/use-now.ts';
import { system } from '../../words/system.ts';
import { count, diskUse, sizeOf } from './figures.ts';

const words = system.now;

/** What is so at this moment, each figure with what it means. */
export function Tiles({ state }: { readonly state: SystemState }) {
  const { orders, work, notifications } = state;
  const { received, forwarding, processing } = orders;
  return (
    <section aria-labelledby="now">
      <Stack gap="xs">
        <Title order={2} size="h4" id="now">
          {words.heading}
        </Title>
        <SimpleGrid cols={{ base: 2, md: 3 }} spacing="sm">
          <Tile label={words.orders} value={count(received + forwarding + processing)}>
            {words.ordersBy(received, forwarding, processing)}
          </Tile>
          <Tile label={words.due} value={count(work.due)} isBad={work.oldest_due_s >= BAD_LATENESS_S}>
            {work.oldest_due_s > 0 ? words.oldest(span(work.oldest_due_s)) : words.onTime}
          </Tile>
          <Tile label={words.inFlight} value={count(work.in_flight)}>
            {words.waiting(count(work.waiting))}
          </Tile>
          <Tile label={words.quarantined} value={count(work.quarantined)} isBad={work.quarantined > 0}>
            {work.quarantined > 0 ? words.quarantinedHint : words.quarantinedNone}
          </Tile>
          <Tile label={words.notifications} value={count(notifications.pending)} isBad={notifications.dead > 0}>
            {notifications.dead > 0 ? words.dead(count(notifications.dead)) : words.noneDead}
          </Tile>
          <Tile label={words.processes} value={count(state.processes)}>
            {words.processesOf(words.engines[state.engine], words.databases[state.database])}
          </Tile>
          <Uptime state={state} />
          <Disk storage={state.storage} />
        </SimpleGrid>
      </Stack>
    </section>
  );
}

/** Later than this, work is not merely waiting its turn. */
const BAD_LATENESS_S = 60;

interface TileProps {
  readonly label: string;
  readonly value: string;
  /** Drawn in red; what is bad about it stands in the words below. */
  readonly isBad?: boolean;
  readonly children: ReactNode;
}

function Tile({ label, value, isBad = false, children }: TileProps) {
  return (
    <Card withBorder padding="sm" component="dl" m={0}>
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0} fz="h3" fw={700} lh={1.3} {...(isBad ? { c: 'var(--mantine-color-error)' } : {})}>
        {value}
      </Text>
      <Text component="dd" m={0} size="xs" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Card>
  );
}

function Uptime({ state: { started_at, version, node, role } }: { readonly state: SystemState }) {
  const now = useNow();
  return (
    <>
      <Tile label={words.uptime} value={span((now - Date.parse(started_at)) / 1_000)}>
        {words.since(localTime(started_at))}
      </Tile>
      <Tile label={words.version} value={version}>
        {words.versionOf(node, role)}
      </Tile>
    </>
  );
}

const NEARLY_FULL = 90;

function Disk({ storage }: { readonly storage: SystemState['storage'] }) {
  const used = diskUse(storage);
  const { disk_free_bytes: free, disk_total_bytes: total } = storage;
  const isFull = used !== null && used >= NEARLY_FULL;
  return (
    <Tile
      label={words.disk}
      value={used === null ? words.unknown : words.diskFree(bytes(free ?? 0), bytes(total ?? 0))}
      isBad={isFull}
    >
      {words.storage(sizeOf(storage.database_bytes), storage.files)}
      {used !== null && (
        <Progress value={used} color={isFull ? 'red' : 'blue'} mt={6} aria-label={words.diskUsed(used)} />
      )}
    </Tile>
  );
}
