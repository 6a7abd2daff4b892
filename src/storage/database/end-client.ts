import type pg from 'pg';

/** A server that is there says goodbye in less. */
const GOODBYE_MS = 1_000;

/** Closes a connection of its own, also one whose other end is not there any more and will not say goodbye. */
export async function endClient(client: pg.Client): Promise<void> {
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  const late = setTimeout(() => stream.destroy(), GOODBYE_MS);
  await client.end().catch(() => undefined);
  clearTimeout(late);
}
