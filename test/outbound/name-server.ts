import dgram from 'node:dgram';
import { isIPv4 } from 'node:net';

/**
 * The addresses of a name, or what they are at its nth question of this type (null: no answer). `silent` never answers,
 * `refused` is an error.
 */
export type Zone = Record<
  string,
  readonly string[] | 'silent' | 'refused' | ((type: 'A' | 'AAAA', nth: number) => readonly string[] | null)
>;

export interface NameServer {
  /** For DNS_SERVERS. */
  readonly address: string;
  /** `A shop.test`, in the order of the questions. */
  readonly questions: string[];
  close(): void;
}

/** A name server that says what the test wants: on loopback, or where this socket is bound. */
export async function nameServer(zone: Zone, bound?: dgram.Socket): Promise<NameServer> {
  const socket = bound ?? (await bindToLoopback());
  const questions: string[] = [];
  socket.on('message', (query, from) => {
    const { name, type, end } = readQuestion(query);
    questions.push(`${type} ${name}`);
    const entry = zone[name];
    if (entry === 'silent') return;
    const nth = questions.filter((one) => one === `${type} ${name}`).length;
    const all = typeof entry === 'function' ? entry(type, nth) : entry === 'refused' ? [] : (entry ?? []);
    if (all === null) return;
    const rcode = entry === undefined ? 3 : entry === 'refused' ? 5 : 0;
    const wanted = all.filter((address) => isIPv4(address) === (type === 'A'));
    socket.send(answer(query.subarray(0, end), rcode, wanted), from.port, from.address);
  });
  const { address, port } = socket.address();
  return { address: `${address}:${port}`, questions, close: () => socket.close() };
}

async function bindToLoopback(): Promise<dgram.Socket> {
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket;
}

function readQuestion(query: Buffer): { name: string; type: 'A' | 'AAAA'; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1) === 28 ? 'AAAA' : 'A';
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 };
}

function answer(question: Buffer, rcode: number, addresses: readonly string[]): Buffer {
  const head = Buffer.from(question);
  head.writeUInt16BE(0x8180 | rcode, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, ...addresses.map(record)]);
}

function record(address: string): Buffer {
  const data = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : ipv6Bytes(address);
  const fixed = Buffer.alloc(12);
  fixed.writeUInt16BE(0xc00c, 0);
  fixed.writeUInt16BE(data.length === 4 ? 1 : 28, 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt32BE(0, 6);
  fixed.writeUInt16BE(data.length, 10);
  return Buffer.concat([fixed, data]);
}

function ipv6Bytes(address: string): Buffer {
  const [front = '', back = ''] = address.split('::');
  const left = front ? front.split(':') : [];
  const right = back ? back.split(':') : [];
  const zeros = address.includes('::') ? Array<string>(8 - left.length - right.length).fill('0') : [];
  const bytes = Buffer.alloc(16);
  [...left, ...zeros, ...right].forEach((part, i) => bytes.writeUInt16BE(parseInt(part, 16), i * 2));
  return bytes;
}
