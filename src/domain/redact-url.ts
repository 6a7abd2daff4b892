const MASK = '••••';

/**
 * A URL, or the path of a request to us, as logs and attempts may show it: scheme, host and path as they are, every query
 * value, credentials and fragment masked, and so is the order-bound token in `/api/orders/callback/<token>`
 * (contract, sections 3 and 8). Works on any text, also one that is no URL.
 */
export function redactUrl(url: string): string {
  const [beforeFragment = '', fragment] = cut(url, '#');
  const [address = '', query] = cut(beforeFragment, '?');
  const shown = maskToken(address.replace(/^([a-z][a-z0-9+.-]*:)?(\/\/)[^/]*@/i, `$1$2${MASK}@`));
  return shown + (query === undefined ? '' : `?${maskQuery(query)}`) + (fragment === undefined ? '' : `#${MASK}`);
}

function cut(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Names stay, values go; a part without `=` may be a secret as a whole. */
function maskQuery(query: string): string {
  const mask = (pair: string): string => (pair.includes('=') ? `${pair.slice(0, pair.indexOf('='))}=${MASK}` : MASK);
  return query === '' ? '' : query.split('&').map(mask).join('&');
}

/** Masks what follows `/api/orders/callback/`, also where a client escapes letters or doubles slashes of the path. */
function maskToken(address: string): string {
  let read: string[] = []; // the last words, newest first
  return address
    .split('/')
    .map((segment) => {
      const word = decoded(segment).toLowerCase();
      const afterCallback = word !== '' && read.join('/') === 'callback/orders/api';
      const secret = afterCallback && word !== 'prepare';
      if (word !== '' && !secret) read = [word, ...read].slice(0, 3);
      return secret ? MASK : segment;
    })
    .join('/');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
