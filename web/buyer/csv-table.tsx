import { useMemo, useState } from 'react';
import { readCsv } from '../parts/csv.ts';
import { visible } from '../parts/strangers-text.tsx';
import { buyer } from '../words/buyer.ts';
import { Take, type SavedAs } from './plain-text.tsx';

const words = buyer.result;
const FIRST = { rows: 100, columns: 50 };
/** Beyond this a spreadsheet serves better than a page. */
const MOST = { rows: 2_000, columns: 200 };

/** CSV as a table, its first row as the heads. */
export function CsvTable({ text, as }: { readonly text: string; readonly as: SavedAs }) {
  const [limits, setLimits] = useState(FIRST);
  const { head, rows, moreRows, moreColumns } = useMemo(() => readCsv(text, limits), [text, limits]);
  const hasMore = moreRows || moreColumns;
  return (
    <>
      <div className="scrolls" tabIndex={0} role="region" aria-label={words.table}>
        <table>
          <thead>
            <tr>
              {head.map((name, i) => (
                <th key={i} scope="col">
                  <bdi>{visible(name)}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, n) => (
              <tr key={n}>
                {row.map((value, i) => (
                  <td key={i}>
                    <bdi>{visible(value)}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasMore && limits === FIRST && (
        <button type="button" onClick={() => setLimits(MOST)}>
          {words.moreRows}
        </button>
      )}
      {hasMore && limits === MOST && <p className="dim small">{words.tooMany}</p>}
      <Take text={text} as={as} />
    </>
  );
}
