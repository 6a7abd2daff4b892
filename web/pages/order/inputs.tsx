import { Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import type { Order } from '../../api/client.ts';
import { LongText } from '../../parts/long-text.tsx';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { order as words } from '../../words/order.ts';
import classes from './order.module.css';

/** What the buyer asked for. */
export function Inputs({ inputs }: { readonly inputs: Order['inputs'] }) {
  const text = useMemo(() => JSON.stringify(inputs, null, 2), [inputs]);
  return (
    <Stack gap="xs" component="section" aria-label={words.inputs.title}>
      <Title order={2} size="h4">
        {words.inputs.title}
      </Title>
      {Object.keys(inputs).length === 0 ? (
        <Text size="sm">{words.inputs.none}</Text>
      ) : (
        <LongText text={text} label={words.inputs.label} />
      )}
    </Stack>
  );
}

/** What the marketplace noted for itself; nothing where there is none, or where the reader may not see it. */
export function Metadata({ metadata }: { readonly metadata: Order['metadata'] }) {
  const rows = Object.entries(metadata ?? {});
  if (rows.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label={words.metadata.title}>
      <Title order={2} size="h4">
        {words.metadata.title}
      </Title>
      <Text size="sm" c="dimmed">
        {words.metadata.hint}
      </Text>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{words.metadata.key}</th>
            <th scope="col">{words.metadata.value}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, value]) => (
            <tr key={key}>
              <th scope="row">
                <StrangersText text={key} />
              </th>
              <td>
                <StrangersText text={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Stack>
  );
}
