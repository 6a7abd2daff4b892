import { afterAll, describe, expect, it } from '@jest/globals';
import { useJourney } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import { makeTempFolder } from '../support/temp-folder.js';
import { CommandLine } from './command-line.js';

const cli = new CommandLine(useJourney({ time: 'machine' }));
const folder = makeTempFolder();
afterAll(() => {
  cli.endAll();
  folder.remove();
});

const env = (name: string) => ({
  ...{ PORT: '0', HOST: '127.0.0.1', DATABASE_URL: `sqlite:${folder.join(name, 'roundtrip.sqlite')}` },
  STORAGE_URL: `file:${folder.join(name, 'files')}`,
});

describe('the command line beside the API', () => {
  it('serves, backs up what runs, stops at Ctrl-C and restores', async () => {
    const serving = cli.start(['serve', '--json'], { env: env('data') });
    await eventually(() => serving.said.out.includes('listening') || serving.said.err.includes('listening'));
    const to = folder.join('backup');
    const backup = await cli.run(['backup', '--to', to, '--with-key', '--json'], { env: env('data') });
    expect(backup).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(backup.out)).toMatchObject({ to, manifest: { files: expect.any(Array) } });
    serving.interrupt();
    expect((await serving.ended).code).toBe(0);
    const restored = await cli.run(['restore', '--from', to, '--to', folder.join('again')]);
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('The key opens it.') });
    const twice = await cli.run(['restore', '--from', to, '--to', folder.join('again')]);
    expect(twice).toMatchObject({ code: 1, err: expect.stringMatching(/^roundtrip: [^\n]+\n$/) });
  });

  it('runs a seller with bad habits until Ctrl-C, and knows which there are', async () => {
    const habits = await cli.json<{ name: string }[]>('seller', '--list');
    expect(habits.map(({ name }) => name)).toEqual(expect.arrayContaining(['slow', 'html-200', 'huge']));
    const kept = { env: { SELLER_FOLDER: folder.join('seller') } };
    const selling = cli.start(['seller', '--habit', 'slow,html-200'], kept);
    await eventually(() => /job_url +https:\/\/localhost:\d+\/jobs/.test(selling.said.out));
    selling.interrupt();
    expect(await selling.ended).toMatchObject({ code: 0, err: '' });
    const unknown = await cli.run(['seller', '--habit', 'kind'], kept);
    expect(unknown).toEqual({ code: 2, out: '', err: expect.stringMatching(/^roundtrip: There is no habit "kind"/) });
  });
});
