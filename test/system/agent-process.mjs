// @ts-check
/**
 * Runs inside a network namespace and does there what it is told over IPC (`agent.ts` holds the other end). A socket belongs for ever
 * to the namespace it was made in, so the servers that this process opens and hands over are served by the test itself. It is plain
 * JavaScript because node starts it by itself; the door that it opens is the built one.
 */
import dgram from 'node:dgram';
import { connect as connectTo, createServer } from 'node:net';

/**
 * @typedef {import('../../src/outbound/guarded-client.js').GuardedClient} GuardedClient
 * @typedef {import('../../src/outbound/guarded-client.js').GuardedClientOptions} GuardedClientOptions
 * @typedef {import('../../src/domain/exchange.js').HttpCall} HttpCall
 * @typedef {{ value?: unknown, handle?: import('node:net').Server | import('node:dgram').Socket }} Done
 * @typedef {(...args: unknown[]) => Promise<Done>} Command
 */

const built = new URL('../../dist/src/outbound/guarded-client.js', import.meta.url).href;
/** @type {() => Promise<typeof import('../../src/outbound/guarded-client.js')>} */
const loadBuilt = () => import(built);
/** @type {GuardedClient[]} */
const doors = [];

/** @type {(port: number, host: string) => Promise<Done>} */
async function listen(port, host) {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen({ port, host }, () => resolve(null)));
  return { handle: server };
}

/** @type {(port: number, host: string) => Promise<Done>} */
async function bind(port, host) {
  const socket = dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4');
  await new Promise((resolve, reject) => socket.once('error', reject).bind(port, host, () => resolve(null)));
  return { handle: socket };
}

/** @type {(port: number, host: string) => Promise<Done>} */
async function connect(port, host) {
  const socket = connectTo({ port, host });
  await new Promise((resolve, reject) => socket.once('error', reject).once('connect', resolve));
  socket.destroy();
  return {};
}

/** @type {(url: string, init: RequestInit) => Promise<Done>} */
async function fetchText(url, init) {
  const answer = await fetch(url, init);
  return { value: { status: answer.status, text: await answer.text() } };
}

/** @type {(options: GuardedClientOptions) => Promise<Done>} */
async function openDoor(options) {
  const { GuardedClient } = await loadBuilt();
  return { value: doors.push(new GuardedClient(options)) - 1 };
}

/** @type {(door: number, call: HttpCall) => Promise<Done>} */
async function call(door, call) {
  return { value: await doors[door]?.call(call) };
}

/** @type {(door: number) => Promise<Done>} */
async function closeDoor(door) {
  await doors[door]?.close();
  return {};
}

const commands = { listen, bind, connect, fetch: fetchText, openDoor, call, closeDoor };

/** @param {{ id: number, name: keyof typeof commands, args: unknown[] }} told */
async function obey({ id, name, args }) {
  try {
    const { value, handle } = await /** @type {Command} */ (/** @type {unknown} */ (commands[name]))(...args);
    // Once it is handed over the listening socket is the test's alone: two that accept would share the connections.
    process.send?.({ id, value }, handle, {}, () => handle?.close());
  } catch (error) {
    const { message, code } = /** @type {NodeJS.ErrnoException} */ (error);
    process.send?.({ id, error: { message, code } });
  }
}

process.on('message', (told) => void obey(/** @type {Parameters<typeof obey>[0]} */ (told)));
process.on('disconnect', () => process.exit());
