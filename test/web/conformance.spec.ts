import { beforeAll, describe, expect, it } from '@jest/globals';
import { seriousProblemsOf } from './axe.js';
import { WebWorld, type Account } from './web-world.js';

const world = WebWorld.create();

let account: Account;
beforeAll(async () => void (account = await world.newSeller('Fable Automations')));

const HOSTILE = '<img src=x onerror="document.title = 1">\u202Egnp.exe';

/** Knows whoever has its key, tells everybody else of everybody's orders, and holds its orders back until it is let go. */
async function toolThatTellsAll(shortId: string) {
  let isHeld = true;
  world.seller.on('POST', `/${shortId}/job`, ({ headers }) =>
    headers['x-key'] === `the key of ${shortId}` ? { status: 202, body: {} } : { status: 401, body: {} },
  );
  world.seller.on('GET', `/${shortId}/status/:id`, () => {
    const body = isHeld ? { status: 'processing' } : { status: 'completed', result_text: HOSTILE };
    return { body, headers: { 'x-powered-by': 'Express' } };
  });
  await world.newTool(shortId, account, { deadline_s: 60 });
  return { letGo: () => void (isHeld = false) };
}

describe('the page of a tool', () => {
  it('tests it live, says what to change in the words of its platform, and tells the grade in every list', async () => {
    const { letGo } = await toolThatTellsAll('talker');
    const { page } = await world.openAs('/tools/talker', { token: account.token });
    await page.getByText('This set-up works against itself').waitFor();
    await page.getByText(/900 s \+ 8 s = 908 s/).waitFor();
    const ready = page.getByRole('region', { name: 'Is it ready?' });
    await ready.getByRole('button', { name: 'Test it now' }).click();
    // Of the order that is held back: the page tells of what was found before its end.
    await ready.getByText(/^Under way: [1-9]\d* checks done so far/).waitFor();
    await ready.getByText('An order that was never placed is 404').waitFor();
    letGo();
    await ready.getByText('Grade D').waitFor();
    await ready.getByText('Looks like express').waitFor();
    await ready
      .getByText(/^What to change: In Express:/)
      .first()
      .waitFor();
    await ready.getByText('See it again').first().click();
    await ready
      .getByText(/curl -i .*\/talker\//)
      .first()
      .waitFor();
    await ready.getByText(/What was fine or not asked/).click();
    await ready.getByText('The job URL is reached over HTTPS').waitFor();
    expect(await seriousProblemsOf(page)).toEqual([]);
    await page.goto('/tools');
    await page
      .getByRole('row', { name: /talker/ })
      .getByText('Grade D')
      .waitFor();
  });

  it('hands out kits to import', async () => {
    await toolThatTellsAll('kit-taker');
    const { page } = await world.openAs('/tools/kit-taker', {
      token: account.token,
      viewport: { width: 360, height: 740 },
    });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'express', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('server.mjs');
    expect(await seriousProblemsOf(page)).toEqual([]);
  });
});
