import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { afterEach, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { freePort } from '../../src/cli/free-port.js';
import { createAuthority } from '../support/local-authority.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { EXAMPLE_FOLDER } from './example-folder.js';
import { installNodeRed } from './install-node-red.js';

/**
 * A seller is live in ten minutes: the lines of docs/sellers/node-red.md, run as they stand there, with a stop-watch. What is
 * there before: both programs, and a certificate.
 */
const PAGE = 'docs/sellers/node-red.md';
const MAIN = fileURLToPath(new URL('../../dist/src/cli/roundtrip/main.js', import.meta.url));
const KEY = 'a key that the seller chose';
/** The aim is 60 s. */
const WITHIN_MS = 60_000 * 1.25;

const started: ChildProcess[] = [];
let folder: TempFolder;
afterEach(async () => {
  for (const child of started.splice(0)) {
    const gone = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGTERM')) await gone;
  }
  folder.remove();
});

/** The lines of the page, without what they tell people. */
function linesOfPage(): string[] {
  const [, block = ''] = /```sh\n(roundtrip serve[\s\S]*?)```/.exec(readFileSync(PAGE, 'utf8')) ?? [];
  return block
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''));
}

/** `roundtrip` and `node-red` as an installation puts them on the path. */
function putOnPath(nodeRed: string): string {
  const bin = folder.join('bin');
  mkdirSync(bin);
  for (const [name, program] of [
    ['roundtrip', MAIN],
    ['node-red', nodeRed],
  ] as const) {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return `${bin}:${process.env['PATH']}`;
}

async function makeWorld() {
  const [{ program }, authority] = await Promise.all([installNodeRed(), createAuthority()]);
  folder = makeTempFolder('roundtrip-ten-minutes-');
  const [port, sellerPort] = [await freePort(), await freePort()];
  const { key, cert } = await authority.issue(['localhost', '127.0.0.1']);
  const seller = `https://localhost:${sellerPort}/roundtrip`;
  const tool = {
    ...{ short_id: 'capitals', name: 'Capitals', auth_headers: { 'x-api-key': KEY } },
    ...{ job_url: `${seller}/job`, status_url: `${seller}/status/{order_id}` },
  };
  const files = {
    'key.pem': key,
    'cert.pem': cert,
    'authority.pem': authority.caPem,
    'tool.json': JSON.stringify(tool),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(folder.join(name), text, { mode: 0o600 });
  for (const file of ['settings.js', 'package.json']) copyFileSync(join(EXAMPLE_FOLDER, file), folder.join(file));
  const url = `http://127.0.0.1:${port}`;
  const env: Record<string, string> = {
    ...{ PATH: putOnPath(program), HOME: folder.path, NODE_EXTRA_CA_CERTS: folder.join('authority.pem') },
    ...{ ROUNDTRIP_URL: url, PUBLIC_URL: url, PORT: String(port), ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' },
  };
  const sellers = {
    ...{ PORT: String(sellerPort), ROUNDTRIP_HEADER_X_API_KEY: KEY },
    ...{ TLS_KEY_FILE: folder.join('key.pem'), TLS_CERT_FILE: folder.join('cert.pem') },
  };
  return { env, sellers, url, seller, ca: authority.caPem };
}

function begin(line: string, env: Record<string, string>): void {
  const words = line.replace(/\s*&$/, '').split(' ');
  started.push(spawn(words[0]!, words.slice(1), { cwd: folder.path, env, stdio: 'ignore' }));
}

function run(line: string, env: Record<string, string>): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: folder.path, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${line}\nended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

const found = (text: string, pattern: RegExp) => pattern.exec(text)?.[0] ?? `nothing like ${pattern} in ${text}`;

it('takes a fresh server, a new seller and Node-RED’s kit to grade A and the first order, by the page’s seven lines', async () => {
  const { env, sellers, url, seller, ca } = await makeWorld();
  const [serve, addSeller, addTool, takeKit, nodeRed, check, place, ...more] = linesOfPage() as [string, ...string[]] &
    string[];
  expect([place === undefined, more]).toEqual([false, []]);
  const times: [string, number][] = [];
  const timed = async <T>(line: string, act: () => T | Promise<T>): Promise<T> => {
    const begun = performance.now();
    const answer = await act();
    times.push([line, performance.now() - begun]);
    return answer;
  };

  await timed(serve, async () => {
    begin(serve, env);
    await eventually(
      () =>
        fetch(`${url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      { withinMs: 30_000, every: 50 },
    );
  });
  const operator = { ...env, ROUNDTRIP_TOKEN: readFileSync(folder.join('data/admin-token'), 'utf8').trim() };
  const token = found(await timed(addSeller!, () => run(addSeller!, operator)), /rt_seller_\w+/);
  const owner = { ...env, ROUNDTRIP_TOKEN: token };
  const shown = await timed(addTool!, () => run(addTool!, owner));
  await timed(takeKit!, () => run(takeKit!, owner));
  await timed(nodeRed!, async () => {
    const secrets = {
      ROUNDTRIP_CALLBACK_SECRET: found(shown, /cbs_\w+/),
      ROUNDTRIP_SIGNING_SECRET: found(shown, /whsec_[\w+/=]+/),
    };
    begin(nodeRed!, { ...env, ...sellers, ...secrets });
    const dispatcher = new Agent({ connect: { ca } });
    const asked = () =>
      request(`${seller}/status/none`, { dispatcher }).then(
        ({ statusCode }) => statusCode,
        () => 0,
      );
    await eventually(async () => (await asked()) === 401, { withinMs: 60_000, every: 50 });
    await dispatcher.close();
  });
  expect(await timed(check!, () => run(check!, owner))).toMatch(/Grade A\b/);
  expect(await timed(place!, () => run(place!, operator))).toMatch(/THERE AND BACK AGAIN/);

  const all = times.reduce((sum, [, ms]) => sum + ms, 0);
  const table = times.map(([line, ms]) => `[stop-watch] ${(ms / 1_000).toFixed(1).padStart(5)} s  ${line}\n`).join('');
  process.stderr.write(
    `${table}[stop-watch] ${(all / 1_000).toFixed(1).padStart(5)} s  in all, ${times.length} commands\n`,
  );
  expect(times.length).toBeLessThan(10);
  expect(all).toBeLessThan(WITHIN_MS);
}, 600_000);
