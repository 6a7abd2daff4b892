import { Kbd, Modal, Table } from '@mantine/core';
import { orders as words } from '../../words/orders.ts';

export function KeysHelp({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title={words.keys.title}>
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
    </Modal>
  );
}
