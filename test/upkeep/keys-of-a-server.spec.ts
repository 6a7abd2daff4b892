import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { rotate } from '../../src/cli/rotate-keys/rotate.js';
import { runCommand } from '../../src/cli/command.js';
import { useJourney } from '../journeys/journey.js';
import { databaseOf, onPostgres } from '../support/test-database.js';

const keys = { old: randomBytes(32).toString('base64'), next: randomBytes(32).toString('base64') };
const journey = useJourney({ env: { ENCRYPTION_KEY: keys.old } });
const both = { ENCRYPTION_KEY: keys.next, ENCRYPTION_KEY_PREVIOUS: keys.old };

async function restart(env: Readonly<Record<string, string>>): Promise<void> {
  await journey.roundtrip.stop();
  await journey.boot(env);
}

async function rotateBeside(): Promise<string> {
  let said = '';
  const env = { ...(await databaseOf(journey.roundtrip.folder)), ...both, ADMIN_TOKEN: 'x'.repeat(32) };
  const say = (text: string) => void (said += text);
  const world = { env, onTerminal: false, out: say, err: say };
  expect(await runCommand('rotate-keys', world, () => rotate([], world))).toBe(0);
  return said;
}

it('keys are rotated under a server at work: links and tokens that were given out count while the old key is set', async () => {
  const tool = await journey.minutely({ callback_auth: 'url_token' });
  const hook = async (nth: number) =>
    tool.jobs[nth]?.json<{ callback_url: string }>().callback_url.replace(/^.*\/api/, '/api') ?? '';
  const done = await tool.placed();
  const file = { output_type: 'file', filename: 'a.txt', file_base64: Buffer.from('a file').toString('base64') };
  await journey.roundtrip.call('POST', await hook(0), { ok: true, ...file }, { token: null });
  await done.becomes('completed');
  const link = async () =>
    ((await done.act('files/1/link', { expires_s: 3_600 })).body.url as string).replace(/^.*\/v1/, '/v1');
  const [open, later] = [await tool.placed(), await tool.placed()];
  const [oldLink, cursor] = [await link(), (await journey.api('GET', '/v1/orders?limit=1')).body.next_cursor as string];
  const get = async (path: string) => (await journey.roundtrip.call('GET', path, undefined, { token: null })).status;
  const page = async () =>
    (await journey.roundtrip.call('GET', `/v1/orders?limit=1&cursor=${encodeURIComponent(cursor)}`)).status;

  await restart(both);
  expect(await rotateBeside()).toContain('Nothing is sealed with the old key any more.');
  expect([await get(oldLink), await page()]).toEqual([200, 200]);
  expect(
    (await journey.roundtrip.call('POST', await hook(1), { ok: true, result_text: 'x' }, { token: null })).status,
  ).toBe(200);
  await open.becomes('completed');

  await restart({ ENCRYPTION_KEY: keys.next });
  expect([await get(oldLink), await page()]).toEqual([403, 400]);
  expect(
    (await journey.roundtrip.call('POST', await hook(2), { ok: true, result_text: 'x' }, { token: null })).status,
  ).toBe(401);
  // Its headers open: the checks of what is open go on, and so do new orders.
  tool.onStatus({ body: { status: 'completed', output_type: 'text', result_text: 'y' } });
  expect((await later.checked()).outcome).toBe('completed');
  expect(tool.checks.at(-1)?.headers['authorization']).toBe(`Bearer key-of-${tool.shortId}`);
  expect(await get(await link())).toBe(200);
});

it('a wrong key stops the start with one line, and overwrites nothing', async () => {
  await journey.roundtrip.stop();
  const database = journey.roundtrip.folder.join('roundtrip.sqlite');
  const before = onPostgres ? null : readFileSync(database);
  const wrong = randomBytes(32).toString('base64');
  const settings: Record<string, string>[] = [
    { ENCRYPTION_KEY: wrong },
    { ENCRYPTION_KEY: keys.old, ENCRYPTION_KEY_PREVIOUS: wrong },
  ];
  for (const env of settings) {
    const problem = await journey.boot(env).then(
      () => null,
      (error: Error) => error.message,
    );
    expect(problem).toMatch(/ENCRYPTION_KEY.* opens all that|^ENCRYPTION_KEY is not the key/);
    expect(problem).not.toContain('\n');
    expect(problem).not.toContain(wrong);
  }
  if (before) expect(readFileSync(database).equals(before)).toBe(true);
  await journey.boot({ ENCRYPTION_KEY: keys.next });
});
