import { afterEach, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { useJourney } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import { makeTempFolder } from '../support/temp-folder.js';
import { CommandLine } from './command-line.js';

const journey = useJourney({ time: 'machine' });
const cli = new CommandLine(journey);
afterEach(() => cli.endAll());
const UNKNOWN = '01a200b5-9692-711f-bc57-e21c3a596c81';
const done = (order_id: string) => ({ ok: true, order_id, output_type: 'text', result_text: 'A red bicycle.' });

interface OrderDoc {
  readonly order_id: string;
  readonly status: string;
}

describe('the command line', () => {
  it('lists orders as a plain table in a pipe, and as one document with --json', async () => {
    const tool = await journey.tool();
    const { id: orderId } = await tool.placed();
    const { code, out, err } = await cli.run(['orders', 'list', '--tool', tool.shortId]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).not.toContain('\u001b');
    const [head, row, ...rest] = out.trimEnd().split('\n');
    expect(head).toMatch(/^order +tool +status +% +created +message$/);
    expect(row).toMatch(new RegExp(`^${orderId}  ${tool.shortId} +processing`));
    expect(rest).toEqual([]);
    const document = await cli.json<{ orders: OrderDoc[]; next_cursor: null }>(
      'orders',
      'list',
      '--tool',
      tool.shortId,
    );
    expect(document).toMatchObject({ orders: [{ order_id: orderId, status: 'processing' }], next_cursor: null });
  });

  it('reads on over pages until it has as many as were asked for', async () => {
    for (let n = 0; n < 3; n++) await journey.newSeller();
    const two = await cli.run(['sellers', 'list', '--limit', '2']);
    expect(two.out.trimEnd().split('\n')).toHaveLength(4);
    expect(two.out).toMatch(/There are more: add --all, or --cursor \S+\n$/);
    const all = await cli.json<{ sellers: object[]; next_cursor: null }>('sellers', 'list', '--limit', '1', '--all');
    expect(all.sellers.length).toBeGreaterThanOrEqual(4);
    expect(all.next_cursor).toBeNull();
  });

  it('watches an order until it is over, and says by its exit code whether it completed', async () => {
    const tool = await journey.tool();
    const { id: orderId } = await tool.placed();
    const watching = cli.start(['orders', 'watch', orderId]);
    await eventually(() => watching.said.out.includes('processing'));
    await tool.callback(done(orderId));
    const told = performance.now();
    const { code, out } = await watching.ended;
    expect(code).toBe(0);
    // It hangs up at once, rather than with the comment that keeps the connection each 15 s.
    expect(performance.now() - told).toBeLessThan(8_000);
    expect(out).toMatch(/received[\s\S]+processing[\s\S]+completed[\s\S]+A red bicycle\.\n$/);
    const again = await cli.json<OrderDoc>('orders', 'watch', orderId);
    expect(again).toMatchObject({ order_id: orderId, status: 'completed' });
  });

  it('answers 1 for an order that failed, with what to do about it', async () => {
    const tool = await journey.tool();
    const { id: orderId } = await tool.placed();
    await tool.callback({ ok: false, order_id: orderId, error: 'There is no ink left.' });
    const { code, out } = await cli.run(['orders', 'watch', orderId]);
    expect(code).toBe(1);
    expect(out).toMatch(/error +There is no ink left\. \(seller_failed\)/);
    expect(out).toMatch(/hint +\S+/);
  });

  it('watches all orders until it is interrupted', async () => {
    const tool = await journey.tool();
    const watching = cli.start(['orders', 'watch']);
    const seen = async () => {
      const { id: orderId } = await tool.placed();
      return watching.said.out.includes(orderId);
    };
    await eventually(seen, { every: 100 });
    watching.interrupt();
    expect(await watching.ended).toMatchObject({ code: 0, err: '' });
  });

  it('tells what happens to all orders in lines of JSON', async () => {
    const tool = await journey.tool();
    const watching = cli.start(['orders', 'watch', '--json']);
    const placed: string[] = [];
    const seen = async () => {
      placed.push((await tool.placed()).id);
      return placed.some((id) => watching.said.out.includes(id));
    };
    await eventually(seen, { every: 100 });
    watching.interrupt();
    const { code, out } = await watching.ended;
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { order_id: string; type: string });
    expect(code).toBe(0);
    expect(events.some(({ order_id, type }) => placed.includes(order_id) && type === 'status')).toBe(true);
  });

  it('places, shows, cancels and retries', async () => {
    const tool = await journey.tool();
    const inputs = '{"prompt":"a red bicycle"}';
    const placed = await cli.run(['orders', 'place', tool.shortId, '--inputs', '-', '--test', '--json'], {
      input: inputs,
    });
    const { order_id } = JSON.parse(placed.out) as OrderDoc;
    journey.notePlaced(order_id);
    await eventually(() => tool.jobs.length === 1);
    expect(tool.jobs[0]?.json()).toMatchObject({ order_id, inputs: JSON.parse(inputs), is_test: true });
    const shown = await cli.json<{ order: OrderDoc; events: object[] }>('orders', 'show', order_id);
    expect(shown).toMatchObject({
      order: { order_id },
      events: expect.arrayContaining([expect.objectContaining({ to: 'received' })]),
    });
    expect(await cli.json('orders', 'cancel', order_id)).toMatchObject({ status: 'cancelled' });
    expect(await cli.run(['orders', 'retry', order_id])).toMatchObject({
      code: 1,
      err: expect.stringMatching(ONE_LINE),
    });
  });

  it('sweeps, and waits until each order was asked about', async () => {
    const tool = await journey.tool();
    const { id: orderId } = await tool.placed();
    const { code, out } = await cli.run(['sweep', '--wait']);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^\d+ of \d+ checked, /) });
    expect(tool.checks.map(({ params }) => params['id'])).toContain(orderId);
    expect((await cli.json<{ sweeps: object[] }>('sweeps')).sweeps).not.toEqual([]);
  });

  it('registers sellers, tools and tokens, whose secrets are shown once', async () => {
    const seller = await cli.json<{ seller_id: string; token: string }>('sellers', 'add', 'Böse & Söhne');
    const folder = makeTempFolder();
    const { seller_id } = seller;
    const tool = { short_id: 'by-file', name: 'By file', seller_id, job_url: journey.seller.url('/by-file') };
    writeFileSync(folder.join('tool.json'), JSON.stringify({ ...tool, auth_headers: { 'X-Key': 'k'.repeat(20) } }));
    const made = await cli.run(['tools', 'add', '--from', folder.join('tool.json')]);
    folder.remove();
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toMatch(/callback_secret +\S{20,}\nsigning_secret +whsec_\S+/);
    expect((await cli.run(['tools', 'show', 'by-file'])).out).toMatch(/headers +X-Key: ••••kkkk/);
    const token = await cli.json<{ token: string }>('tokens', 'add', 'A viewer', '--role', 'viewer');
    const viewer = { env: { ROUNDTRIP_TOKEN: token.token } };
    expect((await cli.run(['tools', 'list'], viewer)).out).toContain('by-file');
    expect(await cli.run(['tokens', 'list'], viewer)).toMatchObject({ code: 1, err: expect.stringMatching(ONE_LINE) });
    const kit = await cli.run(['tools', 'kit', 'by-file', 'express']);
    expect(kit).toMatchObject({ code: 0, out: expect.stringContaining('express') });
  });

  it('deletes only what it is told to with --yes', async () => {
    const { seller_id } = await journey.newSeller();
    const unsure = await cli.run(['sellers', 'delete', seller_id]);
    expect(unsure).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--yes') });
    expect(await cli.run(['sellers', 'delete', seller_id, '--yes'])).toMatchObject({ code: 0 });
    expect(await cli.run(['sellers', 'show', seller_id])).toMatchObject({ code: 1 });
  });
});

/** One sentence, and no stack. */
const ONE_LINE = /^roundtrip: [^\n]+\.\n$/;

describe('what goes wrong', () => {
  it.each([
    ['an order that is unknown', ['orders', 'show', UNKNOWN], {}, 1],
    ['a server that is not there', ['orders', 'list'], { ROUNDTRIP_URL: 'http://127.0.0.1:9' }, 1],
    ['a token that counts no more', ['orders', 'list'], { ROUNDTRIP_TOKEN: 'rt_none' }, 1],
    ['no token', ['orders', 'list'], { ROUNDTRIP_TOKEN: '' }, 2],
    ['a token with a line break', ['orders', 'list'], { ROUNDTRIP_TOKEN: 'a\nb' }, 2],
    ['an address that is none', ['orders', 'list'], { ROUNDTRIP_URL: 'roundtrip' }, 2],
    ['a limit that is no number', ['orders', 'list', '--limit', 'ten'], {}, 2],
    ['a file that is not there', ['tools', 'add', '--from', '/nowhere'], {}, 2],
    ['a backup without a database', ['backup', '--to', '/nowhere/b'], { DATABASE_URL: 'file:/nowhere/db' }, 2],
  ] as const)('is said in one line: %s', async (_what, args, env, code) => {
    expect(await cli.run(args, { env })).toEqual({ code, out: '', err: expect.stringMatching(ONE_LINE) });
  });

  it.each([
    ['an unknown command', ['orders', 'lisst'], /^roundtrip: unknown command 'lisst' \(Did you mean list\?\)\n$/],
    ['an unknown option', ['orders', 'list', '--tol', 'x'], /^roundtrip: unknown option '--tol'/],
    ['a missing argument', ['orders', 'show'], /^roundtrip: missing required argument 'order_id'\n$/],
    [
      'a word that is no choice',
      ['check', 'x', '--at-least', 'Z'],
      /^roundtrip: .*Allowed choices are A, B, C, D, F\.\n$/,
    ],
  ] as const)('is bad usage, exit code 2: %s', async (_what, args, err) => {
    expect(await cli.run(args)).toEqual({ code: 2, out: '', err: expect.stringMatching(err) });
  });

  it('is a document with --json, beside the output', async () => {
    const { code, out, err } = await cli.run(['orders', 'show', UNKNOWN, '--json']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(JSON.parse(err)).toMatchObject({
      error: { code: 'not_found', status: 404, request_id: expect.any(String) },
    });
  });
});

describe('what strangers wrote', () => {
  const HOSTILE = 'red\u001b[2J\u001b]0;owned\u0007 \u009b31m \u202egnp.exe\u2066 \u200b\r\nsecond line';

  const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;

  it('cannot command the terminal, move other text or add lines, also out of JSON', async () => {
    const tool = await journey.tool();
    const { id: orderId } = await tool.placed();
    tool.onStatus({ body: { status: 'processing', message: HOSTILE } });
    await journey.api('POST', `/v1/orders/${orderId}/check`, {}, 202);
    await eventually(() => tool.checks.length > 0);
    await tool.callback({ ok: true, order_id: orderId, output_type: 'text', result_text: HOSTILE });
    const list = await cli.run(['orders', 'list', '--tool', tool.shortId]);
    const show = await cli.run(['orders', 'show', orderId]);
    const json = await cli.run(['orders', 'show', orderId, '--json']);
    for (const { code, out } of [list, show, json]) {
      expect(code).toBe(0);
      expect(out).not.toMatch(OBEYED);
    }
    expect(list.out.trimEnd().split('\n')).toHaveLength(2);
    expect(show.out).toContain('red␛[2J␛]0;owned␇');
    expect((JSON.parse(json.out) as { order: { result: object } }).order.result).toMatchObject({ text: HOSTILE });
  });
});

describe('on a terminal', () => {
  it('statuses have colours, unless NO_COLOR is set', async () => {
    const tool = await journey.tool();
    await tool.placed();
    const coloured = await cli.onTerminal(['orders', 'list', '--tool', tool.shortId]);
    expect(coloured.out).toContain('\u001b[36mprocessing');
    const plain = await cli.onTerminal(['orders', 'list', '--tool', tool.shortId], { env: { NO_COLOR: '1' } });
    expect(plain.out).not.toContain('\u001b');
  });
});
