import { afterEach, describe, expect, it } from '@jest/globals';
import { goodSeller } from '../conformance/good-seller.js';
import { useJourney } from '../journeys/journey.js';
import { CommandLine } from './command-line.js';

const journey = useJourney({ time: 'machine' });
const cli = new CommandLine(journey);
afterEach(() => cli.endAll());

const LONG = 60_000;
const unknownIs200 = { status: 200, body: { status: 'processing' } };

describe('roundtrip check', () => {
  it(
    'tells each check as it is found, then the grade; exit code 0 for a good seller',
    async () => {
      const tool = await goodSeller(journey);
      const { code, out, err } = await cli.run(['check', tool.shortId, '--patience', '8']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const lines = out.trimEnd().split('\n');
      expect(lines.at(-1)).toMatch(/^Grade A: \d+ passed, 0 failed, 0 warned, \d+ skipped\./);
      expect(lines.filter((line) => /^(pass|skip) {2}/.test(line)).length).toBeGreaterThanOrEqual(40);
    },
    LONG,
  );

  it(
    'says of what is wrong what was found, expected and to be changed, and how to see it again; exit code 1',
    async () => {
      const status = (reply: { status?: number }) => (reply.status === 404 ? unknownIs200 : reply);
      const tool = await goodSeller(journey, { status });
      const { code, out } = await cli.run(['check', tool.shortId, '--patience', '8']);
      expect(code).toBe(1);
      const found = out.slice(out.indexOf('fail  must    status.unknown'));
      expect(found).toMatch(/^fail[^\n]+\n {6}found +\S[\s\S]+? {6}expected +HTTP 404\.[\s\S]+? {6}fix +\S/);
      expect(found).toMatch(/ {6}again +curl /);
      expect(out).toMatch(/\nGrade [CDF]: /);
      const lenient = await cli.run(['check', tool.shortId, '--patience', '8', '--at-least', 'F', '--json']);
      expect(lenient.code).toBe(0);
      expect(JSON.parse(lenient.out)).toMatchObject({ status: 'done', grade: expect.stringMatching(/^[CDF]$/) });
      expect((await cli.run(['tools', 'tests', tool.shortId])).out).toMatch(/tst_\w+ +\S+ \S+ +[CDF] +done/);
    },
    2 * LONG,
  );

  it('tests no tool that is unknown', async () => {
    const { code, err } = await cli.run(['check', 'no-such-tool']);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^roundtrip: [^\n]+\.\n$/) });
  });
});
