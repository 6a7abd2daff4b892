import { bytes } from '../parts/bytes.ts';
import { visible } from '../parts/strangers-text.tsx';
import { buyer } from '../words/buyer.ts';
import { addressOf, type Link, type ResultFile } from './order.ts';
import { Picture, isPicture } from './picture.tsx';
import { hostOf } from './safe-host.ts';

const words = buyer.result;

interface FileProps {
  readonly file: ResultFile;
  readonly link: Link;
}

/** The files of a result: what is kept here to be downloaded, what its seller hosts as a link. */
export function FileList({ files, link }: { readonly files: readonly ResultFile[]; readonly link: Link }) {
  return (
    <>
      <h3>{words.files}</h3>
      <ul className="files">
        {files.map((file) => (
          <li key={file.n}>
            <File file={file} link={link} />
          </li>
        ))}
      </ul>
    </>
  );
}

function File({ file, link }: FileProps) {
  const name = visible(file.filename) || words.nameless(file.n);
  const facts = [file.detected_type ?? file.mime_type, file.size === null ? null : bytes(file.size)];
  return (
    <>
      <p className="file">
        <bdi className="name">{name}</bdi>
        <span className="dim small">
          {facts
            .filter((fact) => fact !== null)
            .map(visible)
            .join(' · ')}
        </span>
        <Open file={file} link={link} name={name} />
      </p>
      {isPicture(file) && <Picture file={file} link={link} name={name} />}
    </>
  );
}

function Open({ file: { n, filename, download_url, url }, link, name }: FileProps & { readonly name: string }) {
  if (download_url !== null)
    return (
      <a
        className="button"
        href={addressOf(link, `/files/${n}`)}
        download={filename}
        aria-label={words.downloadNamed(name)}
      >
        {words.download}
      </a>
    );
  if (url === undefined) return null;
  const host = hostOf(url);
  if (host === null) return <code>{visible(url)}</code>;
  return (
    <>
      <a className="button" href={url} target="_blank" rel="noopener noreferrer nofollow">
        {words.open}
      </a>
      <span className="dim small">{words.leaves(host)}</span>
    </>
  );
}
