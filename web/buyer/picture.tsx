import { useEffect, useState } from 'react';
import { addressOf, type Link, type ResultFile } from './order.ts';

/** By its bytes, not by what its seller says; SVG is no picture but a page. */
const TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const MOST_BYTES = 20_000_000;

export function isPicture({ download_url, detected_type, size }: ResultFile): boolean {
  return download_url !== null && TYPES.includes(detected_type ?? '') && size !== null && size <= MOST_BYTES;
}

export interface PictureProps {
  readonly file: ResultFile;
  readonly link: Link;
  readonly name: string;
}

/** A picture out of its bytes in memory; nothing where they cannot be had or shown: the file itself stays to be downloaded. */
export function Picture({ file: { n, detected_type, sha256 }, link, name }: PictureProps) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const leaving = new AbortController();
    let made: string | undefined;
    const load = async () => {
      const answer = await fetch(addressOf(link, `/files/${n}`), { signal: leaving.signal, credentials: 'omit' });
      if (!answer.ok) return;
      const blob = new Blob([await answer.arrayBuffer()], { type: detected_type ?? '' });
      if (leaving.signal.aborted) return;
      made = URL.createObjectURL(blob);
      setAddress(made);
    };
    load().catch(() => undefined);
    return () => {
      leaving.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [link, n, detected_type, sha256]);
  return address ? <img src={address} alt={name} onError={() => setAddress(undefined)} /> : null;
}
