import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { newWebhookSecret } from '../../src/outbound/webhook-signature.js';
import { OwnerSignatures } from '../../src/work/signing/owner-signatures.js';
import { SigningVault } from '../../src/work/signing/signing-vault.js';

const page = readFileSync(new URL('../../docs/signing.md', import.meta.url), 'utf8');
const codeOf = (language: string) => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? '';

const NOW_S = 1_900_000_000;
const url = 'https://me.example.com/hooks/job-42?from=roundtrip';
const [current, previous, another] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];

interface Case {
  readonly says: string;
  readonly taken: boolean;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly secrets: readonly string[];
}

async function signed(body: string): Promise<Record<string, string>> {
  const vault = new SigningVault({ seal: (text) => text, open: (text) => text });
  const kept = vault.seal('operator', { current, previous }, (NOW_S + 60) * 1_000);
  const signatures = new OwnerSignatures({ find: async () => ({ owner: 'operator', rotated_at: 0, ...kept }) }, vault);
  const request = { id: 'job_1', method: 'post', url, body, nowMs: NOW_S * 1_000 + 999 };
  const headers = Object.entries(await signatures.headersFor('operator', request));
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
}

async function makeCases(): Promise<Case[]> {
  const body = '{"text":"größer"}';
  const good = { method: 'POST', url, headers: await signed(body), body, secrets: [current] };
  const at = (timestamp: string) => ({ ...good.headers, 'x-fliq-timestamp': timestamp });
  return [
    { says: 'the new secret', taken: true, ...good },
    { says: 'the old secret', taken: true, ...good, secrets: [previous] },
    { says: 'both secrets', taken: true, ...good, secrets: [another, previous] },
    { says: 'no body', taken: true, ...good, headers: await signed(''), body: '' },
    { says: 'another secret', taken: false, ...good, secrets: [another] },
    { says: 'no secret', taken: false, ...good, secrets: [] },
    { says: 'another body', taken: false, ...good, body: `${body} ` },
    { says: 'another method', taken: false, ...good, method: 'PUT' },
    { says: 'another URL', taken: false, ...good, url: `${url}&x=1` },
    { says: 'another time', taken: false, ...good, headers: at(String(NOW_S + 1)) },
    { says: 'an old time', taken: false, ...good, headers: at(String(NOW_S - 301)) },
    { says: 'no time', taken: false, ...good, headers: at('') },
    { says: 'a time that is none', taken: false, ...good, headers: at('1e9') },
    { says: 'no signature', taken: false, ...good, headers: { 'x-fliq-timestamp': String(NOW_S) } },
    { says: 'letters', taken: false, ...good, headers: { ...at(String(NOW_S)), 'x-fliq-signature': 'v1=é' }, secrets: [another] }, // prettier-ignore
  ];
}

/** What the code of the page says of each case. */
const runs: Record<string, (cases: string) => [string, string[]]> = {
  js: (cases) => [
    process.execPath,
    [
      ...['--input-type=module', '-e'],
      `${codeOf('js')}
      const said = ${cases}.map((one) => isSigned({ ...one, body: Buffer.from(one.body) }, one.secrets, ${NOW_S}));
      process.stdout.write(JSON.stringify(said));`,
    ],
  ],
  python: (cases) => [
    'python3',
    [
      '-c',
      `${codeOf('python')}
import json
cases = json.loads(${JSON.stringify(cases)})
said = [is_signed(c["method"], c["url"], c["headers"], c["body"].encode(), c["secrets"], ${NOW_S}) for c in cases]
print(json.dumps(said))`,
    ],
  ],
};

describe('docs/signing.md', () => {
  let cases: Case[];
  beforeAll(async () => {
    cases = await makeCases();
  });

  it.each(Object.keys(runs))('shows %s that takes what is signed, and nothing else', async (language) => {
    expect(codeOf(language)).toContain('x-fliq-signature');
    const given = cases.map(({ taken: _, ...one }) => one);
    const { stdout } = await promisify(execFile)(...runs[language]!(JSON.stringify(given)));
    const said = JSON.parse(stdout) as boolean[];
    expect(cases.map(({ says }, i) => [says, said[i]])).toEqual(cases.map(({ says, taken }) => [says, taken]));
  });
});
