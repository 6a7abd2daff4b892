// @ts-check
/**
 * `npm run test:s3`: the S3 adapter against a real S3 server, Ceph's gateway from Debian, over HTTPS. Installs what is missing, starts
 * the server in a folder of its own, runs jest with the rest of the command line, and stops everything, whatever happened.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from '../support/debian-packages.mjs';
import { makeUser, startCeph, startGateway } from './ceph.mjs';

const JEST_WITHIN_MS = 150_000;
/** What the bucket of a user that has no room may hold. */
const QUOTA_BYTES = 1_000_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
const began = performance.now();

process.exitCode = await main().catch((/** @type {unknown} */ error) => {
  say(error instanceof Error ? error.message : String(error));
  return 1;
});

async function main() {
  if (process.platform !== 'linux') throw new Error(`Ceph runs on Linux only; this is ${process.platform}.`);
  installPackages(say);
  const folder = mkdtempSync(join(tmpdir(), 'roundtrip-s3-'));
  /** @type {{ stop: () => Promise<void> }[]} */
  const started = [];
  try {
    const tls = await issueCertificate(folder);
    const ceph = await startCeph(folder, say);
    started.unshift(ceph);
    const users = { full: user(QUOTA_BYTES), roomy: user() };
    for (const one of Object.values(users)) await makeUser(ceph.conf, one);
    const gateway = await startGateway(folder, tls);
    started.unshift(gateway);
    say(`S3 answers at ${gateway.endpoint}`);
    return await runJest({
      NODE_EXTRA_CA_CERTS: tls.caFile,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: users.roomy.accessKey,
      AWS_SECRET_ACCESS_KEY: users.roomy.secretKey,
      S3_TEST: JSON.stringify({ folder, tls, endpoint: gateway.endpoint, full: users.full }),
    });
  } finally {
    for (const one of started) await one.stop();
    rmSync(folder, { recursive: true, force: true });
    say('stopped');
  }
}

/** @param {string} folder */
async function issueCertificate(folder) {
  // TypeScript, as it was built.
  const built = join(root, 'dist/test/support/local-authority.js');
  if (!existsSync(built)) throw new Error('dist/test/support/ is missing; run npm run build first.');
  const authority = await import(built).then((/** @type {typeof import('../support/local-authority.js')} */ module) =>
    module.createAuthority(),
  );
  const { key, cert } = await authority.issue(['localhost', '127.0.0.1']);
  const tls = { keyFile: join(folder, 'tls.key'), certFile: join(folder, 'tls.crt'), caFile: join(folder, 'ca.crt') };
  writeFileSync(tls.keyFile, key);
  writeFileSync(tls.certFile, cert);
  writeFileSync(tls.caFile, authority.caPem);
  return tls;
}

/** @param {number} [quotaBytes] */
function user(quotaBytes) {
  const [accessKey, secretKey] = [randomBytes(10).toString('hex'), randomBytes(20).toString('hex')];
  return { accessKey, secretKey, quotaBytes };
}

/** @param {Record<string, string>} env */
async function runJest(env) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = [join(root, 'node_modules/jest/bin/jest.js'), '--config', join(root, 'test/s3/jest.config.mjs')];
  const child = spawn(process.execPath, [...flags, ...jest, ...process.argv.slice(2)], {
    env: { ...process.env, ...env },
    stdio: 'inherit',
    timeout: JEST_WITHIN_MS,
    killSignal: 'SIGKILL',
  });
  /** @type {number | null} */
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code === null) say(`jest was ended by ${child.signalCode} (it has ${JEST_WITHIN_MS / 1000} s)`);
  return code ?? 1;
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`[s3] ${((performance.now() - began) / 1000).toFixed(1)} s: ${line}\n`);
}
