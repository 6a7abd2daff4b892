import { StatusUrls } from '../../src/orders/status-urls.js';
import { ScheduleMirrors } from '../../src/orders/schedule-mirrors.js';
import { ToolSecrets } from '../../src/sellers/tool-secrets.js';
import type { Database } from '../../src/storage/database/database.js';
import type { SealedBox } from '../../src/storage/sealed-box.js';
import { SEAL_MARK } from '../../src/storage/sealed-columns.js';
import type { SqlValue } from '../../src/storage/database/unit-of-work.js';
import { CallVault } from '../../src/work/call-vault.js';
import { PollVault } from '../../src/work/polls/poll-secrets.js';
import { SigningVault } from '../../src/work/signing/signing-vault.js';
import { tablesOf } from '../../src/upkeep/table-pages.js';

type Given = Readonly<Record<string, SqlValue>>;

/** Every way in which the product seals, by the rooms' own code. */
function vaultsOf(box: SealedBox) {
  const nobody = undefined as never;
  return {
    tools: new ToolSecrets(box, nobody),
    urls: new StatusUrls(box),
    mirrors: new ScheduleMirrors(nobody, nobody, box, nobody),
    polls: new PollVault(box),
    calls: new CallVault(box),
    signing: new SigningVault(box),
  };
}

const headersOf = (id: string) => ({ 'x-key': `a key of ${id}` });
const urlOf = (id: string, what: string) => `https://seller.test/${what}/${id}?key=1`;
const FAR = 9_000_000_000_000;

/** Writes so many rows of everything that holds sealed values, each naming itself in what is sealed. */
export async function writeSealedRows(database: Database, box: SealedBox, count: number): Promise<void> {
  for (let first = 0; first < count; first += 50)
    await database.unit.run(async (tx) => {
      for (let i = first; i < Math.min(count, first + 50); i++)
        for (const [table, row] of rowsOf(box, String(i).padStart(6, '0')))
          await tx.run(...insertOf(database, table, row));
    });
}

function rowsOf(box: SealedBox, id: string): [string, Given][] {
  const { tools, urls, mirrors, polls, calls, signing } = vaultsOf(box);
  const headers = headersOf(id);
  const secrets = { url: urlOf(id, 'poll'), headers, webhook_url: null, webhook_headers: {} } as never;
  const check = { checks: 1, bad: null, unconfirmed: false, resultUrl: urls.seal(id, urlOf(id, 'result')) };
  const mirror = { n: 1, calls: 1, tries: 1, redirect: { url: mirrors.seal(id, urlOf(id, 'file')), count: 1, at: 1 } };
  const work = (kind: string, state: object) => ({
    ...{ work_id: `${kind}_${id}`, kind, subject: id, lane: 'l', origin: 'o', due_at: FAR, group_limit: 1 },
    state: JSON.stringify(state),
  });
  return [
    [
      'tools',
      {
        ...{ short_id: id, callback_secret_hash: `h${id}`, auth_headers: tools.sealHeaders(id, headers) },
        signing_secret: tools.sealSigning(id, 'signing_secret', `now ${id}`),
        old_signing_secret: tools.sealSigning(id, 'old_signing_secret', `before ${id}`),
      },
    ],
    ['orders', { order_id: id, status: 'processing', status_url: urls.seal(id, urlOf(id, 'status')) }],
    ['poll_requests', { poll_id: id, asked: '{}', ...polls.seal(id, { secrets, body: Buffer.from(id) } as never) }],
    ['call_requests', { ...calls.seal(id, { secrets, body: `a body of ${id}` }) }],
    [
      'signing_secrets',
      { owner: id, rotated_at: 1, ...signing.seal(id, { current: `c ${id}`, previous: `p ${id}` }, FAR) },
    ],
    ['work', work('check', { ...check, finalUrl: urls.seal(id, urlOf(id, 'final')) })],
    ['work', work('mirror', mirror)],
  ];
}

/** A row with what is given, and for the rest what a column takes. */
export function insertOf(database: Pick<Database, 'writer'>, table: string, given: Given): [string, SqlValue[]] {
  const { columns } = database.writer.getMetadata(table);
  const values = columns.map(({ databaseName: name, type, isNullable }) =>
    name in given ? given[name] : isNullable ? null : type === 'text' ? '' : 0,
  );
  const names = columns.map(({ databaseName }) => databaseName).join(', ');
  return [`INSERT INTO ${table} (${names}) VALUES (${values.map((_, i) => `$${i + 1}`).join(', ')})`, values];
}

/** Opens everything that `writeSealedRows` wrote, and compares it with what went in; throws at the first that does not open. */
export async function openSealedRows(database: Database, box: SealedBox): Promise<number> {
  const { tools, urls, mirrors, polls, calls, signing } = vaultsOf(box);
  let opened = 0;
  const is = (id: string, found: unknown, expected: unknown) => {
    if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${id} holds something else.`);
    opened += 1;
  };
  const all = (table: string) => database.read<Record<string, string>>(`SELECT * FROM ${table}`);
  for (const { short_id: id = '', auth_headers, signing_secret, old_signing_secret } of await all('tools')) {
    is(id, tools.openHeaders(id, auth_headers ?? ''), headersOf(id));
    is(id, tools.openSigning(id, 'signing_secret', signing_secret ?? ''), `now ${id}`);
    is(id, tools.openSigning(id, 'old_signing_secret', old_signing_secret ?? ''), `before ${id}`);
  }
  for (const { order_id: id = '', status_url } of await all('orders'))
    is(id, urls.open(id, status_url ?? ''), urlOf(id, 'status'));
  for (const row of await all('poll_requests')) {
    const id = row['poll_id'] ?? '';
    is(id, polls.open(row as never).url, urlOf(id, 'poll'));
    is(id, polls.openBody(id, row['body'] ?? '').toString(), id);
  }
  for (const row of await all('call_requests')) {
    is(row['request_id'] ?? '', calls.open(row as never).headers, headersOf(row['request_id'] ?? ''));
    is(row['request_id'] ?? '', calls.openBody(row as never), `a body of ${row['request_id']}`);
  }
  for (const row of await all('signing_secrets'))
    is(row['owner'] ?? '', signing.open(row as never, 1), {
      current: `c ${row['owner']}`,
      previous: `p ${row['owner']}`,
    });
  for (const { kind, subject: id = '', state } of await all('work')) {
    const { resultUrl, finalUrl, redirect } = JSON.parse(state ?? '') as Record<string, string> & {
      redirect?: { url: string };
    };
    if (kind === 'mirror') is(id, mirrors.open(id, redirect?.url ?? ''), urlOf(id, 'file'));
    else
      is(
        id,
        [resultUrl, finalUrl].map((url) => urls.open(id, url ?? '')),
        ['result', 'final'].map((of) => urlOf(id, of)),
      );
  }
  return opened;
}

/** In which columns of a database any sealed value stands, as `table.column`. */
export async function sealedColumnsOf(database: Database): Promise<string[]> {
  const found = new Set<string>();
  for (const { table, columns } of tablesOf(database))
    for (const row of await database.read<Record<string, unknown>>(`SELECT * FROM ${table}`))
      for (const { name } of columns) if (SEAL_MARK.test(String(row[name]))) found.add(`${table}.${name}`);
  return [...found].sort();
}

/** The ids of the keys by which anything in a database is sealed. */
export async function keysOf(database: Database): Promise<string[]> {
  const found = new Set<string>();
  for (const { table, columns } of tablesOf(database))
    for (const row of await database.read<Record<string, unknown>>(`SELECT * FROM ${table}`))
      for (const { name } of columns)
        for (const [, id = ''] of String(row[name]).matchAll(/v1\.([0-9a-f]{8})\.[\w-]{16}\./g)) found.add(id);
  return [...found].sort();
}
