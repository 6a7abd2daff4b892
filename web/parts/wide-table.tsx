import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export interface WideTableProps {
  /** What it holds, for whoever scrolls it by keyboard. */
  readonly label: string;
  readonly heads: readonly string[];
  /** Under so many pixels it scrolls in itself. */
  readonly minWidth: number;
  /** Its rows. */
  readonly children: ReactNode;
}

/** A table that scrolls sideways in itself where the page is too narrow for it. */
export function WideTable({ label, heads, minWidth, children }: WideTableProps) {
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label } }}
    >
      <Table withTableBorder highlightOnHover tabularNums>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head} scope="col">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
