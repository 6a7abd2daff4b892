// @ts-check
/**
 * A Ceph cluster of one monitor and one storage daemon that keeps everything in memory, and the gateways (radosgw) that speak S3
 * for it. Everything listens on 127.0.0.1 and lies in one folder. Plain JavaScript: `run.mjs` starts it before jest.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { connect } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';

/** A whole start takes two seconds. */
const START_WITHIN_MS = 60_000;

/**
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 * @typedef {{ accessKey: string, secretKey: string, quotaBytes?: number }} User
 * @typedef {{ keyFile: string, certFile: string, caFile: string }} Tls
 * @typedef {{ endpoint: string, process: ChildProcess, stop: () => Promise<void> }} Gateway
 */

/**
 * Starts the cluster. What it started already is ended by its caller's end, should a part of it not come up.
 * @param {string} folder
 * @param {(line: string) => void} say
 */
export async function startCeph(folder, say) {
  const conf = await layFolder(folder);
  const monitor = daemon(folder, 'mon', ['ceph-mon', '-c', conf, '-i', 'a', '-f']);
  const id = randomUUID();
  await tool(['ceph', '-c', conf, '--connect-timeout', '30', 'osd', 'new', id]);
  say('the monitor answers');
  await tool(['ceph-osd', '-c', conf, '-i', '0', '--mkfs', '--osd-uuid', id]);
  const storage = daemon(folder, 'osd', ['ceph-osd', '-c', conf, '-i', '0', '-f']);
  return { conf, stop: () => endAll([storage, monitor]) };
}

/**
 * Makes a user of S3; `quotaBytes` limits each of its buckets.
 * @param {string} conf
 * @param {User} user
 */
export async function makeUser(conf, { accessKey, secretKey, quotaBytes }) {
  const admin = ['radosgw-admin', '-c', conf];
  const uid = `--uid=${accessKey}`;
  await tool([
    ...admin,
    'user',
    'create',
    uid,
    '--display-name=test',
    '--access-key',
    accessKey,
    '--secret',
    secretKey,
  ]);
  if (quotaBytes === undefined) return;
  const scope = [uid, '--quota-scope=bucket'];
  await tool([...admin, 'quota', 'set', ...scope, `--max-size=${quotaBytes}`]);
  await tool([...admin, 'quota', 'enable', ...scope]);
}

/**
 * Starts a gateway and waits until it answers over TLS.
 * @param {string} folder
 * @param {Tls} tls
 * @returns {Promise<Gateway>}
 */
export async function startGateway(folder, tls) {
  const port = await freePort();
  const frontend = `beast ssl_endpoint=127.0.0.1:${port} ssl_certificate=${tls.certFile} ssl_private_key=${tls.keyFile}`;
  const gateway = ['radosgw', '-c', `${folder}/ceph.conf`, '-n', 'client.rgw', '-f', `--rgw_frontends=${frontend}`];
  const child = daemon(folder, `rgw-${port}`, gateway);
  await untilAnswered(port, readFileSync(tls.caFile, 'utf8'), child);
  return { endpoint: `https://localhost:${port}`, process: child, stop: () => endAll([child]) };
}

/**
 * The configuration, the keys and the empty store of the monitor.
 * @param {string} folder
 */
async function layFolder(folder) {
  for (const name of ['mon', 'osd', 'rgw']) mkdirSync(`${folder}/${name}`);
  const fsid = randomUUID();
  const address = `v2:127.0.0.1:${await freePort()}`;
  const conf = `${folder}/ceph.conf`;
  writeFileSync(conf, configuration(folder, fsid, address));
  await tool(['monmaptool', '--create', '--fsid', fsid, '--addv', 'a', `[${address}]`, `${folder}/monmap`]);
  const keyring = `${folder}/keyring`;
  writeFileSync(keyring, '');
  // Without cephx the gateway of Debian 12 (16.2) does not get past the monitor. One file holds the keys of all of them.
  for (const name of ['mon.', 'client.admin', 'client.rgw', 'osd.0']) {
    const may = ['mon', 'osd', 'mgr'].flatMap((kind) => ['--cap', kind, 'allow *']);
    await tool(['ceph-authtool', keyring, '--gen-key', '-n', name, ...may]);
  }
  await tool(['ceph-mon', '-c', conf, '--mkfs', '-i', 'a', '--monmap', `${folder}/monmap`, '--keyring', keyring]);
  return conf;
}

/**
 * @param {string} folder
 * @param {string} fsid
 * @param {string} address
 */
function configuration(folder, fsid, address) {
  return `[global]
fsid = ${fsid}
mon_host = ${address}/0
mon_initial_members = a
auth_allow_insecure_global_id_reclaim = true
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
keyring = ${folder}/keyring
mon_data = ${folder}/mon
osd_data = ${folder}/osd
rgw_data = ${folder}/rgw
run_dir = ${folder}
log_file = ${folder}/$name.log
admin_socket = ${folder}/$name.$pid.asok
# Every pool that the gateway makes waits for a proposal: a second each, by default.
paxos_propose_interval = 0.05
paxos_min_wait = 0.01
mon_allow_pool_size_one = true
mon_data_avail_warn = 1
mon_data_avail_crit = 0
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
osd_objectstore = memstore
memstore_device_bytes = 4294967296
# With caches, gateways tell each other of every change of a bucket, and wait long for one that a test has stopped.
rgw_cache_enabled = false
# Such a one would also keep its locks on the lifecycles, which the removal of a bucket waits for.
rgw_enable_lc_threads = false
# What has been deleted gives its memory back at once, not after two hours.
rgw_gc_obj_min_wait = 1
rgw_gc_processor_period = 2
`;
}

/**
 * A process that the kernel ends with us, however we end; what it says is in `<name>.out`.
 * @param {string} folder
 * @param {string} name
 * @param {string[]} command
 */
function daemon(folder, name, command) {
  const log = openSync(`${folder}/${name}.out`, 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], { cwd: folder, stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}

/** @param {ChildProcess[]} children */
async function endAll(children) {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

/** @param {string[]} command */
async function tool([program = '', ...args]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: START_WITHIN_MS });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (/** @type {Buffer} */ text) => (said += text.toString()));
  /** @type {number | null} */
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${said}`);
}

/** A port that nobody listens on now. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  return port;
}

/**
 * @param {number} port
 * @param {string} ca
 * @param {ChildProcess} child
 */
async function untilAnswered(port, ca, child) {
  const deadline = performance.now() + START_WITHIN_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`radosgw ended with ${child.exitCode}; its log is beside ceph.conf.`);
    const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca });
    const up = await once(socket, 'secureConnect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (up) return;
    await sleep(50);
  }
  throw new Error(`radosgw did not answer within ${START_WITHIN_MS} ms.`);
}
