import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPort } from '../../src/cli/demo/server-process.js';
import { deployFile, envFile, ROOT, unitValues } from '../deploy/deploy-files.js';
import { run } from '../support/debian-packages.mjs';
import { eventually } from '../support/eventually.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

/** Of nobody, as any user without rights would do. */
const NOBODY = 65_534;

let folder: TempFolder;
beforeAll(() => {
  folder = makeTempFolder();
});
afterAll(() => folder.remove());

describe('the systemd unit', () => {
  /** With the paths of this machine, where systemd looks whether they are there. */
  function unitHere(): string {
    const path = folder.join('roundtrip.service');
    const here = deployFile('roundtrip.service').replace('/usr/bin/node', process.execPath);
    writeFileSync(path, here.replaceAll('/opt/roundtrip', ROOT.slice(0, -1)));
    return path;
  }

  it('is right in the eyes of systemd', () => {
    expect(run('systemd-analyze', ['verify', '--man=no', unitHere()])).toEqual({ status: 0, said: '' });
  });

  it('leaves a service little of the machine: an exposure of 2 in 10 at most', () => {
    const { status, said } = run('systemd-analyze', ['security', '--offline=true', '--threshold=20', unitHere()]);
    expect({ status, said: status === 0 ? '' : said }).toEqual({ status: 0, said: '' });
    expect(said).toMatch(/Overall exposure level for roundtrip\.service: 1\.\d OK/);
  });
});

/**
 * What systemd would make of the unit, by hand, as far as it goes without systemd at work: its paths as written, a file system that
 * takes writes in the state directory and /tmp alone, processes of others out of sight, a user without rights and the way to none.
 */
const likeTheService = `
set -e
umask ${unitValues('UMask')[0]}
mount --make-rprivate /
mount -t tmpfs tmpfs /opt && mkdir /opt/roundtrip && mount --bind "$PROJECT" /opt/roundtrip
mount -t tmpfs tmpfs /var/lib && mkdir -m 0755 /var/lib/roundtrip && mount --bind "$STATE" /var/lib/roundtrip
mount -t tmpfs -o mode=1777 tmpfs /tmp
mount -o remount,bind,ro /opt/roundtrip
for path in / /opt /var/lib; do mount -o remount,bind,ro "$path"; done
mount -t proc -o subset=pid,hidepid=invisible proc /proc
cd ${unitValues('WorkingDirectory')[0]}
exec setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- "$@"
`;

describe('the server as the unit starts it', () => {
  let unshare: ChildProcess;
  let state: string;
  let port: number;

  beforeAll(async () => {
    state = folder.join('state');
    mkdirSync(state, { mode: 0o700 });
    chownSync(state, NOBODY, NOBODY);
    port = await findPort(null);
    const own = Object.fromEntries(unitValues('Environment').map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
    const log = openSync(folder.join('log'), 'a');
    const [program = '', ...args] = unitValues('ExecStart')[0]!.split(' ');
    const node = existsSync(program) ? program : process.execPath;
    const namespaces = ['--mount', '--pid', '--fork', '--kill-child'];
    unshare = spawn('unshare', [...namespaces, 'sh', '-c', likeTheService, 'sh', node, ...args], {
      env: {
        ...own,
        ...envFile('roundtrip.env'),
        PORT: String(port),
        PROJECT: ROOT,
        STATE: state,
        PATH: process.env.PATH,
      },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    await eventually(ready, { withinMs: 20_000, every: 50 }).catch((cause: unknown) => {
      throw new Error(`It did not start. Its log:\n${readFileSync(folder.join('log'), 'utf8')}`, { cause });
    });
  });
  afterAll(() => void unshare.kill('SIGKILL'));

  async function ready(): Promise<boolean> {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
  }

  /** The server: what the shell has become. */
  function serverPid(): number {
    return Number(readFileSync(`/proc/${unshare.pid}/task/${unshare.pid}/children`, 'utf8').trim());
  }

  it('is ready, as a user that has no rights and comes to none', () => {
    const status = readFileSync(`/proc/${serverPid()}/status`, 'utf8');
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(/^CapEff:\t0+$/m);
    expect(status).toMatch(new RegExp(`^Uid:\t${NOBODY}\t`, 'm'));
  });

  it('keeps database, files and keys in its state directory, closed to all others', async () => {
    const names = readdirSync(state);
    expect(names).toEqual(expect.arrayContaining(['roundtrip.sqlite', 'admin-token', 'encryption-key', 'files']));
    for (const name of names)
      expect({ name, open: statSync(`${state}/${name}`).mode & 0o077 }).toEqual({ name, open: 0 });
    const token = readFileSync(`${state}/admin-token`, 'utf8').trim();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'A seller' });
    const made = await fetch(`http://127.0.0.1:${port}/v1/sellers`, { method: 'POST', headers, body });
    expect(made.status).toBe(201);
    const metrics = await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
    expect(await metrics.text()).toMatch(/^process_resident_memory_bytes \d+/m);
  });

  it('ends by the signal of the unit, in less than its time, as a success', async () => {
    const gone = once(unshare, 'exit');
    const began = performance.now();
    process.kill(serverPid(), unitValues('KillSignal')[0]);
    expect(await gone).toEqual([0, null]);
    expect(performance.now() - began).toBeLessThan(Number(unitValues('TimeoutStopSec')[0]) * 1_000);
  });
});
