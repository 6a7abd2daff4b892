import { Anchor, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { SystemState } from '../../api/client.ts';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { When } from '../../parts/when.tsx';
import { system } from '../../words/system.ts';

const words = system.breakers;

export interface BreakersProps {
  readonly breakers: SystemState['open_breakers'];
}

/** Sellers' hosts that failed too often to be asked at full pace. */
export function Breakers({ breakers }: BreakersProps) {
  return (
    <section aria-labelledby="breakers">
      <Stack gap="xs">
        <Title order={2} size="h4" id="breakers">
          {words.heading}
        </Title>
        <Text size="sm" c="dimmed">
          {breakers.length === 0 ? words.none : words.hint}
        </Text>
        {breakers.length > 0 && <BreakersTable breakers={breakers} />}
      </Stack>
    </section>
  );
}

function BreakersTable({ breakers }: BreakersProps) {
  return (
    <Table.ScrollContainer
      minWidth={520}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': words.heading } }}
    >
      <Table withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.origin}</Table.Th>
            <Table.Th scope="col">{words.tool}</Table.Th>
            <Table.Th scope="col">{words.seller}</Table.Th>
            <Table.Th scope="col">{words.since}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {breakers.map((breaker) => (
            <BreakerRow key={`${breaker.origin} ${breaker.short_id}`} breaker={breaker} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function BreakerRow({ breaker }: { readonly breaker: BreakersProps['breakers'][number] }) {
  const { origin, short_id, seller_id, since } = breaker;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <StrangersText text={origin} />
      </Table.Th>
      <Table.Td>
        {short_id === null ? (
          words.all
        ) : (
          <Anchor component={Link} to="/tools/$shortId" params={{ shortId: short_id } as never}>
            {short_id}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td>
        {seller_id !== null && (
          <Anchor component={Link} to="/sellers/$sellerId" params={{ sellerId: seller_id } as never}>
            {seller_id}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td>
        <When at={since} />
      </Table.Td>
    </Table.Tr>
  );
}
