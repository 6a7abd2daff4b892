import { isContentType, maskHeaderValue } from './header-rules.js';
import { secretsOfUrl } from './scrub.js';

type Headers = Readonly<Record<string, string>>;

/** What is called for somebody, and told to at its end, as far as it may be secret: kept sealed, shown masked (contract, section 8). */
export interface CallSecrets {
  readonly url: string;
  readonly headers: Headers;
  readonly webhook_url: string | null;
  readonly webhook_headers: Headers;
  /** As they were written, where we call them in another spelling: a signature bears the URL as its caller knows it. */
  readonly given?: { readonly url?: string; readonly webhook_url?: string };
}

/** The URL that a signature bears, to the letter as it was given (https://fliq.sh/docs/signing). */
export function signedUrl({ url, given }: Pick<CallSecrets, 'url' | 'given'>): string {
  return given?.url ?? url;
}

/** Header values as reads show them. */
export function maskHeaders(headers: Headers): Record<string, string> {
  const mask = (name: string, value: string) => (isContentType(name) ? value : maskHeaderValue(value));
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, mask(name, value)]));
}

/** What an answer to the request may echo and nobody may read: header values, and the values in its URL. */
export function requestSecrets({ url, headers }: Pick<CallSecrets, 'url' | 'headers'>): string[] {
  return [...valuesOf(headers), ...secretsOfUrl(url)];
}

/** The same of the webhook. */
export function webhookSecrets({
  webhook_url: url,
  webhook_headers: headers,
}: Pick<CallSecrets, 'webhook_url' | 'webhook_headers'>): string[] {
  return [...valuesOf(headers), ...(url === null ? [] : secretsOfUrl(url))];
}

function valuesOf(headers: Headers): string[] {
  return Object.entries(headers).flatMap(([name, value]) => (isContentType(name) ? [] : [value]));
}
