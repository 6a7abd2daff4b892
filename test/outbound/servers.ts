import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import tls from 'node:tls';

/** A server on loopback that can be ended in the middle of anything. */
export interface TestServer {
  readonly port: number;
  /** `https://127.0.0.1:<port>`, or `http:` for a plain one. */
  readonly origin: string;
  /** Connections opened since the start, and those open now. */
  readonly seen: { total: number; readonly open: Set<Socket> };
  close(): Promise<void>;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A TLS server whose every byte the test decides. */
export function tlsServer(
  cert: tls.TlsOptions,
  onSocket: (socket: tls.TLSSocket, nth: number) => void,
): Promise<TestServer> {
  let nth = 0;
  const server = tls.createServer(cert, (socket) => {
    socket.on('error', ignore);
    onSocket(socket, ++nth);
  });
  server.on('tlsClientError', ignore);
  return listen(server, 'https');
}

/** A TCP server: what stands where TLS is expected, or plain HTTP byte by byte. */
export function tcpServer(onSocket: (socket: Socket, nth: number) => void, host = '127.0.0.1'): Promise<TestServer> {
  let nth = 0;
  const server = net.createServer((socket) => {
    socket.on('error', ignore);
    onSocket(socket, ++nth);
  });
  return listen(server, 'https', host);
}

export function httpsServer(
  cert: Certificate,
  handler: http.RequestListener,
  host = '127.0.0.1',
  port = 0,
): Promise<TestServer> {
  return listen(https.createServer({ ...cert, keepAliveTimeout: 60_000 }, handler), 'https', host, port);
}

export function httpServer(handler: http.RequestListener): Promise<TestServer> {
  return listen(http.createServer({ keepAliveTimeout: 60_000 }, handler), 'http');
}

/** Calls back once per whole request head, with everything read so far. */
export function onRequest(socket: Socket, answer: (text: string) => void): void {
  let text = '';
  socket.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
    if (!text.includes('\r\n\r\n')) return;
    const whole = text;
    text = '';
    answer(whole);
  });
}

async function listen(server: Server, scheme: string, host = '127.0.0.1', port = 0): Promise<TestServer> {
  const seen = { total: 0, open: new Set<Socket>() };
  server.on('connection', (socket: Socket) => {
    seen.total += 1;
    seen.open.add(socket);
    socket.on('close', () => seen.open.delete(socket)).on('error', ignore);
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const { port: bound } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of seen.open) socket.destroy();
      server.close(() => resolve());
    });
  const origin = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  return { port: bound, origin, seen, close };
}

function ignore(): void {}
