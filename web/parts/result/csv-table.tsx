import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { result } from '../../words/result.ts';
import { CSV_LIMITS, readCsv } from '../csv.ts';
import { StrangersText } from '../strangers-text.tsx';
import classes from './result.module.css';

const { csv: words } = result;
/** A cell that holds a book is read in the file. */
const CELL_CHARS = 500;

/** The beginning of a CSV as a table. */
export function CsvTable({ text }: { readonly text: string }) {
  const { head, rows, moreRows, moreColumns, isBroken } = useMemo(() => readCsv(text), [text]);
  if (head.length === 0) return <Text size="sm">{words.empty}</Text>;
  return (
    <Stack gap={4}>
      <div className={classes.scroll} role="group" aria-label={words.label} tabIndex={0}>
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
            {rows.map((row, n) => (
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
      {(moreRows || moreColumns) && (
        <Text size="sm" c="dimmed">
          {words.cut(CSV_LIMITS.rows, CSV_LIMITS.columns)}
        </Text>
      )}
      {isBroken && (
        <Text size="sm" c="dimmed">
          {words.broken}
        </Text>
      )}
    </Stack>
  );
}

function clipped(cell: string): string {
  return cell.length > CELL_CHARS ? `${cell.slice(0, CELL_CHARS)}…` : cell;
}
