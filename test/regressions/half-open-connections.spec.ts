import { expect, it } from '@jest/globals';
import { onRequest, tlsServer } from '../outbound/servers.js';
import { answered, createWorld, get, unanswered } from '../outbound/world.js';

/**
 * A seller, or a NAT before it, forgot its connections without a word while several of them lay idle with us. The check that
 * went out on one of them ended by its time limit, as it must; but the next check took the next idle connection, as dead as
 * the first, and so on: with a `Keep-Alive` hint of more than ten seconds a seller that was there again seemed away for several
 * checks in a row. Found by `npm run test:system`. Now the silence of one idle connection closes the others beside it.
 */
const world = createWorld();
const LIMIT = 300;

it('one check that finds an idle connection dead spares the next ones the others', async () => {
  const idle = 4;
  const kept = 'HTTP/1.1 200 OK\r\nkeep-alive: timeout=60\r\ncontent-length: 2\r\n\r\nok';
  let asked: (() => void)[] = [];
  const server = await world.use(
    tlsServer(world.cert, (socket, nth) => {
      let first = true;
      onRequest(socket, () => {
        if (nth > idle) return void socket.write(kept);
        if (first) asked.push(() => socket.write(kept));
        first = false;
        if (asked.length < idle) return;
        for (const answer of asked) answer();
        asked = [];
      });
    }),
  );
  const client = world.client();
  const call = () => client.call(get(server.origin, { timeoutMs: LIMIT }));
  for (const exchange of await Promise.all(Array.from({ length: idle }, call))) answered(exchange);
  expect(unanswered(await call())).toMatchObject({ failure: 'timeout', sentFully: true });
  answered(await call());
  answered(await call());
  expect(server.seen.total).toBe(idle + 1);
});
