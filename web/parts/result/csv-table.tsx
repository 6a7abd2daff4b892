import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { result } from '../../words/result.ts';
import { readCsv } from '../csv.ts';
import { StrangersText } from '../strangers-text.tsx';
import classes from './result.module.css';

const { csv: words } = result;
const ROWS = 200;
const COLUMNS = 50;
/** A cell that holds a book is read in the file. */
const CELL_CHARS = 500;

/** The beginning of a CSV as a table. */
export function CsvTable({ text }: { readonly text: string }) {
  const { head, body, isCut } = useMemo(() => tableOf(text), [text]);
  if (head.length === 0) return <Text size="sm">{words.empty}</Text>;
  return (
    <Stack gap={4}>
      <div className={classes.scroll} role="region" aria-label={words.label} tabIndex={0}>
        <table className={classes.csv}>
          <thead>
            <tr>
              {head.map((cell, n) => (
                <th key={n} scope="col">
                  <StrangersText text={clipped(cell)} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {body.map((row, n) => (
              <tr key={n}>
                {row.map((cell, column) => (
                  <td key={column}>
                    <StrangersText text={clipped(cell)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isCut && (
        <Text size="sm" c="dimmed">
          {words.cut(ROWS, COLUMNS)}
        </Text>
      )}
    </Stack>
  );
}

/** The first rows and columns, each row as wide as the widest. */
function tableOf(text: string) {
  const { rows, more } = readCsv(text, ROWS + 1);
  const widest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const width = Math.min(widest, COLUMNS);
  const fill = (row: readonly string[]) => Array.from({ length: width }, (_, n) => row[n] ?? '');
  const [head = [], ...body] = rows.map(fill);
  return { head, body, isCut: more || widest > COLUMNS };
}

function clipped(cell: string): string {
  return cell.length > CELL_CHARS ? `${cell.slice(0, CELL_CHARS)}…` : cell;
}
