import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cursors } from '../../src/http/cursors.js';
import { ADMIN, startDoorApp, type DoorApp } from './door-app.js';

let door: DoorApp;
beforeAll(async () => void (door = await startDoorApp()));
afterAll(() => door.close());

const list = (query: string) => door.call('GET', `/v1/things${query}`, { token: ADMIN });

describe('a list', () => {
  it('has 20 on a page unless told otherwise', async () => {
    expect((await list('')).json.things).toHaveLength(20);
    expect((await list('?limit=30')).json).toMatchObject({ things: { length: 30 }, next_cursor: null });
  });

  it.each(['0', '101', '-1', '1.5', 'ten', '', '1e1', '20&limit=20'])(
    'refuses limit=%s and names it',
    async (limit) => {
      const answer = await list(`?limit=${limit}`);
      expect([answer.status, answer.json.error.details]).toEqual([
        400,
        [{ field: 'limit', message: 'must be a whole number from 1 to 100' }],
      ]);
    },
  );

  it('is walked whole by its cursors', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = (await list(`?limit=7${cursor === null ? '' : `&cursor=${cursor}`}`)).json;
      seen.push(...(page.things as string[]));
      cursor = page.next_cursor as string | null;
    } while (cursor !== null);
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toHaveLength(30);
  });
});

describe('a cursor', () => {
  const refused = async (query: string) => {
    const { status, json } = await list(query);
    return [status, json.error?.code] as [number, string | undefined];
  };

  it('is refused once tampered with', async () => {
    const cursor = (await list('?limit=7')).json.next_cursor as string;
    const [text, signature] = cursor.split('.') as [string, string];
    const elsewhere = Buffer.from('"t20"').toString('base64url');
    for (const bad of [
      `${elsewhere}.${signature}`,
      `${text}.`,
      text,
      '',
      'a.b.c',
      `${cursor}A`,
      `${text}.${'A'.repeat(22)}`,
    ]) {
      expect([bad, ...(await refused(`?limit=7&cursor=${bad}`))]).toEqual([bad, 400, 'invalid_cursor']);
    }
  });

  it('is refused by another list, and by the same list under other filters', async () => {
    const tokens = (await door.call('GET', '/v1/tokens?limit=1', { token: ADMIN })).json;
    expect(tokens.next_cursor).toBeNull();
    for (let i = 0; i < 2; i++) {
      await door.call('POST', '/v1/tokens', { token: ADMIN, body: { name: `n${i}`, role: 'viewer' } });
    }
    const ofTokens = (await door.call('GET', '/v1/tokens?limit=1', { token: ADMIN })).json.next_cursor as string;
    expect(await refused(`?cursor=${ofTokens}`)).toEqual([400, 'invalid_cursor']);
    const ofRed = (await list('?color=red&limit=7')).json.next_cursor as string;
    expect(await refused(`?color=blue&cursor=${ofRed}`)).toEqual([400, 'invalid_cursor']);
    expect(await refused(`?color=red&cursor=${ofRed}`)).toEqual([200, undefined]);
  });

  it('outlives a change of keys, while the old one counts', () => {
    const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const cursor = new Cursors([old]).encode('things', ['a', 1]);
    expect(new Cursors([fresh, old]).decode('things', cursor)).toEqual(['a', 1]);
    expect(() => new Cursors([fresh]).decode('things', cursor)).toThrow(/not one of this list/);
  });

  it('is needed no more once the last token is shown', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = (await door.call('GET', `/v1/tokens?limit=1${cursor ? `&cursor=${cursor}` : ''}`, { token: ADMIN }))
        .json;
      seen.push(page.tokens[0].name as string);
      cursor = page.next_cursor as string | null;
    } while (cursor !== null);
    expect(seen).toEqual(['ADMIN_TOKEN', 'n1', 'n0']);
  });
});

describe('an answer with an ETag', () => {
  it('is 304 to whom has it', async () => {
    const ask = (tag?: string) =>
      door.call('GET', '/v1/things/steady', {
        token: ADMIN,
        headers: tag === undefined ? {} : { 'if-none-match': tag },
      });
    const first = await ask();
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    expect(first.json).toEqual({ steady: true });
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await ask(tag);
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await ask('"other"')).status).toBe(200);
  });
});
