import { useEffect, useState } from 'react';
import { buyer } from '../words/buyer.ts';
import { bytes } from '../parts/bytes.ts';

const words = buyer.result;
/** Enough to see what it is; a browser lays out a quarter of a megabyte slowly on a phone. */
const FIRST = 20_000;

export interface SavedAs {
  readonly name: string;
  readonly type: string;
}

export interface PlainTextProps {
  /** What is copied and saved. */
  readonly text: string;
  /** What is seen, where that is laid out otherwise. */
  readonly shown?: string;
  readonly as: SavedAs;
}

/** Text as it was written, clipped until asked for, to be copied or saved. */
export function PlainText({ text, shown = text, as }: PlainTextProps) {
  const [isWhole, setWhole] = useState(false);
  const isClipped = !isWhole && shown.length > FIRST;
  return (
    <>
      <pre dir="auto" tabIndex={0} role="region" aria-label={words.source}>
        {isClipped ? `${shown.slice(0, FIRST)}…` : shown}
      </pre>
      {isClipped && (
        <button type="button" onClick={() => setWhole(true)}>
          {words.all(bytes(new Blob([shown]).size))}
        </button>
      )}
      <Take text={text} as={as} />
    </>
  );
}

/** Takes a text along: by the clipboard, where a frame may use it, and as a file. */
export function Take({ text, as }: { readonly text: string; readonly as: SavedAs }) {
  const [isCopied, setCopied] = useState(false);
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: as.type }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [text, as]);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <p className="actions">
      {/* There is none on plain http. */}
      {'clipboard' in navigator && (
        <button type="button" onClick={copy}>
          {words.copy}
        </button>
      )}
      <a className="button" href={address} download={as.name}>
        {words.save}
      </a>
      <span role="status">{isCopied && words.copied}</span>
    </p>
  );
}
