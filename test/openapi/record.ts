import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'src/http/openapi-examples.json';
const MOST_ITEMS = 2;
const MOST_CHARS = 400;

export interface Recorded {
  readonly request?: unknown;
  readonly answer?: unknown;
}

/** Whether examples are written anew (`npm run examples`), instead of held against the document. */
export const IS_RECORDING = process.env['RECORD_EXAMPLES'] === '1';

export function recordedExamples(): Readonly<Record<string, Recorded>> {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Recorded>;
}

/** Written by operationId, cut to what a reader wants to see, and without anything secret or of this machine. */
export function writeExamples(examples: ReadonlyMap<string, Recorded>): void {
  const sorted = [...examples].sort(([a], [b]) => (a < b ? -1 : 1));
  const shown = Object.fromEntries(sorted.map(([id, example]) => [id, shorten(example)]));
  writeFileSync(FILE, `${harmless(JSON.stringify(shown, null, 2))}\n`);
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, MOST_CHARS);
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map(shorten);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shorten(one)]));
}

function harmless(text: string): string {
  return text
    .replace(/rt_(?:test|[a-z]+)_[\w-]{12,}/g, 'rt_seller_0123456789abcdefghijklmnopqrstuvwxyz')
    .replace(/cbs_\w{20,}/g, 'cbs_0123456789abcdefghijklmnopqrstuvw')
    .replace(/whsec_[\w+/]{20,}=*/g, 'whsec_ZXhhbXBsZSBleGFtcGxlIGV4YW1wbGUgZXhhbXBsZQ==')
    .replace(/([?&](?:t|token|signature|sig)=)[\w.-]+/g, '$1...')
    .replace(/https:\/\/(?:localhost|127\.0\.0\.1):\d+/g, 'https://seller.example')
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'https://roundtrip.example');
}
