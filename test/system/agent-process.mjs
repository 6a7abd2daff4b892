// @ts-check
/**
 * Runs inside a network namespace and does there what it is told over IPC (`agent.ts` holds the other end). A socket belongs for ever
 * to the namespace it was made in, so the servers that this process opens and hands over are served by the test itself. It is plain
 * JavaScript because node starts it by itself; the door that it opens is the built one.
 */
import dgram from 'node:dgram';
import { connect, createServer } from 'node:net';

/** @typedef {import('../../src/outbound/guarded-client.js').GuardedClient} GuardedClient */

const built = new URL('../../dist/src/outbound/guarded-client.js', import.meta.url).href;
/** @type {GuardedClient[]} */
const doors = [];

/** @type {Record<string, (...args: any[]) => Promise<{ value?: unknown, handle?: import('node:child_process').SendHandle }>>} */
const commands = {
  async listen(port, host) {
    const server = createServer();
    await new Promise((resolve, reject) => server.once('error', reject).listen({ port, host }, () => resolve(null)));
    return { handle: server };
  },
  async bind(port, host) {
    const socket = dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4');
    await new Promise((resolve, reject) => socket.once('error', reject).bind(port, host, () => resolve(null)));
    return { handle: socket };
  },
  async connect(port, host) {
    const socket = connect({ port, host });
    await new Promise((resolve, reject) => socket.once('error', reject).once('connect', resolve));
    socket.destroy();
    return {};
  },
  async fetch(url, init) {
    const answer = await fetch(url, init);
    return { value: { status: answer.status, text: await answer.text() } };
  },
  async openDoor(options) {
    const { GuardedClient } = /** @type {typeof import('../../src/outbound/guarded-client.js')} */ (
      await import(built)
    );
    return { value: doors.push(new GuardedClient(options)) - 1 };
  },
  async call(door, call) {
    return { value: await doors[door]?.call(call) };
  },
  async closeDoor(door) {
    await doors[door]?.close();
    return {};
  },
};

/** @param {{ id: number, name: string, args: unknown[] }} told */
async function obey({ id, name, args }) {
  try {
    const { value, handle } = (await commands[name]?.(...args)) ?? {};
    // Once it is handed over the listening socket is the test's alone: two that accept would share the connections.
    process.send?.({ id, value }, handle, {}, () => handle && 'close' in handle && handle.close());
  } catch (error) {
    const { message, code } = /** @type {NodeJS.ErrnoException} */ (error);
    process.send?.({ id, error: { message, code } });
  }
}

process.on('message', (told) => void obey(/** @type {Parameters<typeof obey>[0]} */ (told)));
process.on('disconnect', () => process.exit());
