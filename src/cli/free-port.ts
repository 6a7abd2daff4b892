import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what Linux hands to connections that go out (32768 to 60999), so that none of them takes the port before a server does. */
const FROM = 15_000;
const TO = 32_000;
const TRIES = 50;

/** A port of 127.0.0.1 that nobody listens on now, for what must be told its port before it starts. */
export async function freePort(): Promise<number> {
  for (let left = TRIES; left > 0; left--) {
    const port = randomInt(FROM, TO);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port was found between ${FROM} and ${TO} on 127.0.0.1 in ${TRIES} tries.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = new Promise<boolean>((answer) =>
    server.once('listening', () => answer(true)).once('error', () => answer(false)),
  );
  server.listen(port, '127.0.0.1');
  if (!(await free)) return false;
  server.close();
  await once(server, 'close');
  return true;
}
