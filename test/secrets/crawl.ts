import { KITS } from '../../src/kits/kits.js';
import { OutageStore } from '../../src/storage/outage-store.js';
import type { SecretsWorld } from './secrets-world.js';
import { readSigningSecret } from './signing-stories.js';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Asks every GET route of the OpenAPI document for everything that there is, as everybody. Answers how many answers came. */
export async function crawl(world: SecretsWorld): Promise<number> {
  const { paths } = (await world.call('GET', '/openapi.json')).body as Document;
  const routes = Object.keys(paths).filter((path) => paths[path]?.['get'] !== undefined);
  const ids: Readonly<Record<string, readonly string[]>> = {
    '{order_id}': world.orders,
    '{short_id}': world.tools.map((tool) => tool.shortId),
    '{seller_id}': [world.sellerId],
    '{poll_id}': world.polls,
    '{job_id}': world.jobs,
    '{schedule_id}': world.schedules,
    '{outage_id}': [await outageOf(world)],
    '{bulk_id}': [await bulkOf(world)],
    '{token_id}': await column(world, 'tokens', 'token_id'),
    '{n}': ['1'],
    '{test_id}': await column(world, 'conformance_tests', 'test_id'),
    '{name}': KITS.map(({ name }) => name),
  };
  const before = world.heard.length;
  const [newest] = await column(world, 'order_events', 'max(event_id) AS event_id');
  for (const route of [...routes, '/docs']) {
    for (const path of filled(route, ids)) {
      for (const token of [...Object.values(world.tokens), null]) {
        if (path.endsWith('/signing-secret')) await readSigningSecret(world, path, token);
        else if (path.endsWith('/stream')) await listen(world, path, token, newest ?? '');
        else await readAll(world, path, token);
      }
    }
  }
  return world.heard.length - before;
}

/** An action on many orders: on none, by what its filter asks for. */
async function bulkOf(world: SecretsWorld): Promise<string> {
  const body = { action: 'check', filter: { created_before: '2020-01-01' } };
  const begun = await world.call('POST', '/v1/orders/bulk', body);
  return (begun.body as { bulk_id: string }).bulk_id;
}

/** An outage that held up every order there is, and is over. */
async function outageOf({ roundtrip, sellerId, orders, tools, seller }: SecretsWorld): Promise<string> {
  const { database } = roundtrip.storage;
  const store = new OutageStore(database);
  const place = { seller_id: sellerId, short_id: tools[0]?.shortId ?? '', origin: new URL(seller.url('/')).origin };
  const held = orders.map((order_id) => ({ order_id, run: 1, kind: 'check' }));
  return database.unit.run(async (tx) => {
    const outage = await store.open(tx, place, 0);
    if (!outage) throw new Error('The outage was not begun.');
    await store.hold(tx, outage.outage_id, held, 0);
    await store.end(tx, outage.outage_id, 1);
    return outage.outage_id;
  });
}

function filled(route: string, ids: Readonly<Record<string, readonly string[]>>): string[] {
  const slot = /\{\w+\}/.exec(route)?.[0];
  if (slot === undefined) return [route];
  const values = ids[slot];
  if (values === undefined) throw new Error(`The crawl knows no value of ${slot}.`);
  return values.flatMap((value) => filled(route.replace(slot, value), ids));
}

/** Page by page, and as CSV. */
async function readAll(world: SecretsWorld, path: string, token: string | null): Promise<void> {
  for (let cursor: string | null = ''; cursor !== null;) {
    const lists =
      /\/(orders|tools|sellers|tokens|audit|sweeps|notifications|attempts|events|notices|polls|jobs|schedules|outages)$/.test(
        path,
      );
    const query: string = lists ? `?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}` : '';
    const { body } = await world.call('GET', path + query, undefined, { token });
    cursor = (body as { next_cursor?: string | null } | undefined)?.next_cursor ?? null;
  }
  if (path === '/v1/orders') await world.call('GET', path, undefined, { token, headers: { accept: 'text/csv' } });
}

/** A stream from its beginning up to the newest event, or to its end. */
async function listen(world: SecretsWorld, path: string, token: string | null, newest: string): Promise<void> {
  const leaving = new AbortController();
  const last = newest === '' ? '' : await newestOf(world, path, newest);
  const headers = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    'last-event-id': `evt_${'0'.repeat(32)}`,
  };
  const answer = await fetch(`${world.roundtrip.url}${path}`, { headers, signal: leaving.signal });
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString('utf8');
    if (text.includes(last)) break;
  }
  leaving.abort();
  world.heard.push({ what: `GET ${path} -> ${answer.status}`, text });
}

async function newestOf(world: SecretsWorld, path: string, newest: string): Promise<string> {
  const orderId = /orders\/([0-9a-f-]{36})\//.exec(path)?.[1];
  if (orderId === undefined) return newest;
  const sql = 'SELECT max(event_id) AS id FROM order_events WHERE order_id = $1';
  const [row] = await world.roundtrip.storage.database.read<{ id: string | null }>(sql, [orderId]);
  return row?.id ?? newest;
}

async function column(world: SecretsWorld, table: string, name: string): Promise<string[]> {
  const rows = await world.roundtrip.storage.database.read<Record<string, string>>(`SELECT ${name} FROM ${table}`);
  return rows.flatMap((row) => Object.values(row));
}
