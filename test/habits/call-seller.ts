import { request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';

export interface SellerAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any;
}

export interface SellerCall {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One request to a seller, by who trusts this authority; whatever it answers, read whole. */
export function callSeller(ca: string, url: string, { method = 'GET', headers = {}, body }: SellerCall = {}) {
  return new Promise<SellerAnswer>((resolve, reject) => {
    const sent = request(url, { method, headers: { ...headers }, ca, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text, json: parse(text) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
