import { Kbd, Modal, Stack, Switch, Table } from '@mantine/core';
import { useState } from 'react';
import { orders as words } from '../../words/orders.ts';
import { hasLetterKeys, setLetterKeys } from './letter-keys.ts';

export function KeysHelp({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const [isOn, setOn] = useState(() => hasLetterKeys(localStorage));
  const change = (isOnNow: boolean) => {
    setLetterKeys(localStorage, isOnNow);
    setOn(hasLetterKeys(localStorage));
  };
  return (
    <Modal opened={opened} onClose={close} title={words.keys.title}>
      <Stack>
        <Table>
          <Table.Tbody>
            {words.keys.list.map(([key, does]) => (
              <Table.Tr key={key}>
                <Table.Th scope="row">
                  <Kbd>{key}</Kbd>
                </Table.Th>
                <Table.Td>{does}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          label={words.keys.letters}
          description={words.keys.lettersHint}
          checked={isOn}
          onChange={(event) => change(event.currentTarget.checked)}
        />
      </Stack>
    </Modal>
  );
}
