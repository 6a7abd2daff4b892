import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readMessage, type Field } from './protobuf.js';

export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty: a root. */
  readonly parentId: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** 0 unset, 2 error. */
  readonly status: number;
  readonly resource: Readonly<Record<string, string | number | boolean>>;
}

/** Takes OTLP over HTTP with protobuf bodies, as a collector does. */
export class OtlpCollector {
  readonly spans: CollectedSpan[] = [];
  readonly requests: { path: string; headers: IncomingHttpHeaders }[] = [];
  /** Everything that came, as text: to look for what must not be there. */
  everything = '';
  private readonly server: Server;

  static async start(): Promise<OtlpCollector> {
    const collector = new OtlpCollector();
    await new Promise<void>((resolve) => collector.server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  private constructor() {
    this.server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        this.requests.push({ path: request.url ?? '', headers: request.headers });
        const body = Buffer.concat(pieces);
        this.everything += body.toString('latin1');
        this.spans.push(...spansOf(body));
        response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
  }

  /** What `OTEL_EXPORTER_OTLP_ENDPOINT` should be. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

type Message = Map<number, Field[]>;

/** Field numbers as opentelemetry/proto/trace/v1/trace.proto has them. */
function spansOf(body: Buffer): CollectedSpan[] {
  return inner(readMessage(body), 1).flatMap((resourceSpans) => {
    const resource = attributesOf(inner(resourceSpans, 1)[0] ?? new Map<number, Field[]>(), 1);
    const spans = inner(resourceSpans, 2).flatMap((scope) => inner(scope, 2));
    return spans.map((span) => ({
      ...{ traceId: hex(span, 1), spanId: hex(span, 2), parentId: hex(span, 4), name: text(span, 5) },
      ...{ kind: number(span, 6), startMs: number(span, 7) / 1e6, endMs: number(span, 8) / 1e6 },
      ...{ attributes: attributesOf(span, 9), resource, status: inner(span, 15).map((one) => number(one, 3))[0] ?? 0 },
      links: inner(span, 13).map((link) => ({ traceId: hex(link, 1), spanId: hex(link, 2) })),
    }));
  });
}

function attributesOf(message: Message, field: number): Record<string, string | number | boolean> {
  return Object.fromEntries(inner(message, field).map((pair) => [text(pair, 1), valueOf(inner(pair, 2)[0])]));
}

function valueOf(value: Message | undefined): string | number | boolean {
  if (!value) return '';
  if (value.has(2)) return number(value, 2) === 1;
  if (value.has(3)) return number(value, 3);
  const double = value.get(4)?.[0];
  if (typeof double === 'bigint') return Buffer.from(new BigUint64Array([double]).buffer).readDoubleLE();
  return text(value, 1);
}

function inner(message: Message, field: number): Message[] {
  return (message.get(field) ?? []).map((value) => readMessage(value as Buffer));
}

function hex(message: Message, field: number): string {
  return ((message.get(field)?.[0] as Buffer | undefined) ?? Buffer.alloc(0)).toString('hex');
}

function text(message: Message, field: number): string {
  return ((message.get(field)?.[0] as Buffer | undefined) ?? Buffer.alloc(0)).toString('utf8');
}

function number(message: Message, field: number): number {
  return Number(message.get(field)?.[0] ?? 0);
}
