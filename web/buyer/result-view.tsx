import { visible } from '../parts/strangers-text.tsx';
import { buyer } from '../words/buyer.ts';
import { CsvTable } from './csv-table.tsx';
import { FileList } from './file-list.tsx';
import { indentJson } from '../parts/json-text.ts';
import type { Link, Result } from './order.ts';
import { PlainText, type SavedAs } from './plain-text.tsx';
import { hostOf } from './safe-host.ts';

const words = buyer.result;

/** What a seller made, shown as text and pictures: nothing of it ever runs. */
export function ResultView({ result, link }: { readonly result: Result; readonly link: Link }) {
  const { text, url, files } = result;
  const isEmpty = !text && !url && files.length === 0;
  return (
    <section className="card" aria-labelledby="result">
      <h2 id="result">{words.heading}</h2>
      {text !== undefined && text !== '' && <ResultText type={result.output_type} text={text} />}
      {url && <ResultLink url={url} />}
      {files.length > 0 && <FileList files={files} link={link} />}
      {isEmpty && <p>{words.none}</p>}
    </section>
  );
}

const SAVED_AS: Readonly<Record<Result['output_type'], SavedAs>> = {
  text: { name: 'result.txt', type: 'text/plain' },
  json: { name: 'result.json', type: 'application/json' },
  csv: { name: 'result.csv', type: 'text/csv' },
  // Never text/html: a saved page is opened by a click.
  html: { name: 'result.html.txt', type: 'text/plain' },
  url: { name: 'result.txt', type: 'text/plain' },
  file: { name: 'result.txt', type: 'text/plain' },
};

function ResultText({ type, text }: { readonly type: Result['output_type']; readonly text: string }) {
  const as = SAVED_AS[type];
  if (type === 'csv') return <CsvTable text={text} as={as} />;
  return (
    <>
      {type === 'html' && <p className="dim">{words.html}</p>}
      <PlainText text={text} shown={type === 'json' ? indentJson(text) : text} as={as} />
    </>
  );
}

function ResultLink({ url }: { readonly url: string }) {
  const host = hostOf(url);
  if (host === null)
    return (
      <p>
        {words.notLink} <code>{visible(url)}</code>
      </p>
    );
  return (
    <p>
      <a className="button" href={url} target="_blank" rel="noopener noreferrer nofollow">
        {words.link}
      </a>
      <br />
      <span className="dim small">{words.leaves(host)}</span>
    </p>
  );
}
