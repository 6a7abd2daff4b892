import { describe, expect, it } from '@jest/globals';
import { actionsOf, filterOf, newKey } from './bulk/ask.ts';
import { csvName, fetchCsv } from './csv-file.ts';
import { fromInput, toInput } from './instants.ts';
import { dropView, keepView, readViews, renameView } from './saved-views.ts';
import { readOrdersSearch } from './search.ts';
import { MOST_CHOSEN, toggled } from './selection.ts';
import { timeLeft } from './time-left.ts';
import { rowsMoved } from './use-keep-place.ts';
import { move, placeOf } from './use-list-keys.ts';

const storage = (text: string | null = null) => {
  let kept = text;
  return { getItem: () => kept, setItem: (_key: string, value: string) => void (kept = value) };
};

describe('the filters of an address', () => {
  it('are what they say, and no more', () => {
    const address = { status: 'failed,nonsense,received', q: ' a ', is_test: true, seller_id: 7, limit: '5', x: {} };
    expect(readOrdersSearch(address)).toEqual({ status: 'received,failed', q: 'a', is_test: true, seller_id: '7' });
  });

  it.each([{ status: ['failed'] }, { is_test: 'yes' }, { q: '' }, { created_after: null }])(
    'leave out %j',
    (address) => {
      expect(readOrdersSearch(address as never)).toEqual({});
    },
  );
});

describe('views that are kept in the browser', () => {
  it('are kept, replaced and dropped by name', () => {
    const place = storage();
    keepView(place, { name: 'mine', search: { status: 'failed' } });
    keepView(place, { name: 'mine', search: { status: 'expired' } });
    expect(readViews(place)).toEqual([{ name: 'mine', search: { status: 'expired' } }]);
    expect(dropView(place, 'mine')).toEqual([]);
  });

  it('are renamed where they stand, over one that had the name', () => {
    const place = storage();
    for (const name of ['a', 'b', 'c']) keepView(place, { name, search: { q: name } });
    expect(renameView(place, 'b', ' c ')).toEqual([
      { name: 'a', search: { q: 'a' } },
      { name: 'c', search: { q: 'b' } },
    ]);
    expect(renameView(place, 'a', ' ')).toHaveLength(2);
    expect(renameView(place, 'a', 'x'.repeat(99))[0]!.name).toHaveLength(60);
  });

  it('take no filter that is none', () => {
    const text = JSON.stringify([{ name: '<script>', search: { status: 'failed', __proto__: 1, limit: 9, q: ['x'] } }]);
    expect(readViews(storage(text))).toEqual([{ name: '<script>', search: { status: 'failed' } }]);
  });

  it.each(['{', 'null', '{"a":1}', '[1,null,{"name":1,"search":{}},{"name":" ","search":{}},{"name":"a"}]'])(
    'are none where something else stands there: %s',
    (text) => expect(readViews(storage(text))).toEqual([]),
  );

  it('are fifty at most', () => {
    const many = Array.from({ length: 60 }, (_, i) => ({ name: `v${i}`, search: {} }));
    const place = storage(JSON.stringify(many));
    expect(readViews(place)).toHaveLength(50);
    expect(keepView(place, { name: 'one more', search: {} })).toHaveLength(50);
  });

  it('last as long as the page where the browser keeps nothing', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    };
    expect(keepView(full, { name: 'a', search: {} })).toHaveLength(1);
  });
});

describe('what is chosen', () => {
  const none = { ids: new Set<string>(), isAll: false, isFull: false };

  it('is chosen once, and not by the second click', () => {
    const one = toggled(none, 'a');
    expect([...one.ids]).toEqual(['a']);
    expect([...toggled(one, 'a').ids]).toEqual([]);
  });

  it('is one alone after all', () => {
    expect(toggled({ ...none, isAll: true }, 'a')).toMatchObject({ isAll: false, ids: new Set(['a']) });
  });

  it('is no more than one action takes', () => {
    const full = { ...none, ids: new Set(Array.from({ length: MOST_CHOSEN }, (_, i) => String(i))) };
    expect(toggled(full, 'one more')).toMatchObject({ isFull: true, ids: full.ids });
  });

  it('is asked for by ids, or by the filter', () => {
    expect(filterOf({ status: 'failed' }, ['a'], false)).toEqual({ order_ids: ['a'] });
    expect(filterOf({ status: 'failed' }, [], true)).toEqual({ status: 'failed' });
  });
});

it('lets each role do what it may', () => {
  expect(['admin', 'operator', 'seller', 'viewer'].map((role) => actionsOf(role as never).length)).toEqual([
    3, 3, 1, 0,
  ]);
});

it('never makes the same key twice', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
  expect(newKey()).not.toBe(newKey());
});

describe('the time left', () => {
  const of = (status: string, deadline: number) =>
    timeLeft(
      { status, created_at: new Date(0).toISOString(), deadline_at: new Date(deadline).toISOString() } as never,
      900,
    );

  it('is near its end in its last tenth', () => {
    expect(of('processing', 1_000)).toEqual({ seconds: 0.1, isNear: false });
    expect(of('processing', 999)?.isNear).toBe(true);
    expect(of('processing', 899)?.isNear).toBe(true);
  });

  it('is none of an order that ended', () => {
    expect(of('failed', 1_000)).toBeNull();
  });
});

describe('keys', () => {
  it.each([
    ['j', -1, 0],
    ['ArrowDown', 4, 4],
    ['k', 0, 0],
    ['End', 0, 4],
    ['Home', 3, 0],
    ['q', 0, null],
  ])('%s from %d marks %s', (key, at, marked) => {
    expect(move(key, at, 5)).toBe(marked);
  });

  it('mark nothing in an empty list', () => expect(move('j', -1, 0)).toBeNull());
});

it('shows an instant in the reader’s clock and keeps it in UTC', () => {
  const iso = '2026-11-23T04:08:00.000Z';
  expect(fromInput(toInput(iso))).toBe(iso);
  expect([toInput(undefined), toInput('nonsense'), fromInput(''), fromInput('x')]).toEqual([
    '',
    '',
    undefined,
    undefined,
  ]);
});

describe('the marked order', () => {
  const rows = (letters: string) => [...letters].map((order_id) => ({ order_id }));

  it('is the same one when others come or go above it, and none once it is gone', () => {
    const mark = { orderId: 'c', index: 2 };
    expect([placeOf(rows('abc'), mark), placeOf(rows('xabc'), mark), placeOf(rows('bcd'), mark)]).toEqual([2, 3, 1]);
    expect([placeOf(rows('abd'), mark), placeOf(rows('abc'), null)]).toEqual([-1, -1]);
  });

  it.each([
    ['xyabcd', 'b', 2],
    ['bcd', 'b', -1],
    ['acd', 'b', -1],
    ['abcd', 'b', 0],
    ['', 'b', 0],
  ])('of rows abcd that are now %s, those from %s on moved by %d', (now, _, moved) => {
    expect(rowsMoved(rows('abcd'), rows(now), 1)).toBe(moved);
  });
});

describe('the file of an export', () => {
  const at = new Date(2026, 10, 3, 4, 8);

  it('is named by its time and its filters', () => {
    expect(csvName({}, at)).toBe('orders-2026-11-03-0408.csv');
    expect(csvName({ status: 'failed,expired', short_id: 'tool-1', is_test: true }, at)).toBe(
      'orders-2026-11-03-0408-failed-expired-tool-1-tests.csv',
    );
  });

  it.each(['../../etc/passwd', 'a\u202ecod.exe', '"; rm -rf /', 'é'.repeat(99)])(
    'is a plain name whatever is looked for: %s',
    (q) => {
      expect(csvName({ q }, at)).toMatch(/^orders-2026-11-03-0408(-[\w-]{1,40})?\.csv$/);
    },
  );

  const answering = async (answer: Response, mostBytes?: number) => {
    const real = globalThis.fetch;
    globalThis.fetch = async () => answer;
    const seen: number[] = [];
    const signal = new AbortController().signal;
    try {
      return { blob: await fetchCsv({ q: 'a b' }, (bytes) => seen.push(bytes), signal, mostBytes), seen };
    } finally {
      globalThis.fetch = real;
    }
  };

  it('is read whole, telling how much has come', async () => {
    const { blob, seen } = await answering(new Response('a,b\r\n1,2\r\n'));
    expect([await blob.text(), seen.at(-1)]).toEqual(['a,b\r\n1,2\r\n', 10]);
  });

  it('is refused in the words of the server', async () => {
    const error = { code: 'invalid_request', message: 'created_after: must be a time', details: [] };
    await expect(answering(Response.json({ error, request_id: 'r' }, { status: 400 }))).rejects.toMatchObject({
      message: error.message,
    });
  });

  it('is given up where it is larger than a browser should hold', async () => {
    await expect(answering(new Response('x'.repeat(100)), 99)).rejects.toMatchObject({ code: 'too_large' });
  });
});
