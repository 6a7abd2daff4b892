import { useMemo, useState } from 'react';
import { readCsv } from '../parts/csv.ts';
import { visible } from '../parts/strangers-text.tsx';
import { buyer } from '../words/buyer.ts';
import { PlainText, Take, type SavedAs } from './plain-text.tsx';

const words = buyer.result;
const FIRST = 100;
/** A line of ten thousand commas is no table. */
const MOST_COLUMNS = 200;

/** CSV as a table, its first row as the heads; what is no table is shown as its text. */
export function CsvTable({ text, as }: { readonly text: string; readonly as: SavedAs }) {
  const [shown, setShown] = useState(FIRST);
  const { rows, more } = useMemo(() => readCsv(text, shown + 1), [text, shown]);
  const [head = [], ...body] = rows;
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (columns > MOST_COLUMNS) return <PlainText text={text} as={as} />;
  const cells = Array.from({ length: columns }, (_, i) => i);
  return (
    <>
      <div className="scrolls" tabIndex={0} role="region" aria-label={words.table}>
        <table>
          <thead>
            <tr>
              {cells.map((i) => (
                <th key={i} scope="col">
                  <bdi>{visible(head[i] ?? '')}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {body.map((row, n) => (
              <tr key={n}>
                {cells.map((i) => (
                  <td key={i}>
                    <bdi>{visible(row[i] ?? '')}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more && (
        <button type="button" onClick={() => setShown(shown * 10)}>
          {words.moreRows}
        </button>
      )}
      <Take text={text} as={as} />
    </>
  );
}
