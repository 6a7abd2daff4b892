import { resolve } from 'node:path';
import { BadSeller } from '../../habits/bad-seller.js';
import { habits as all } from '../../habits/habits.js';
import { HabitProblem, habitsNamed, type SeenCall, type SellerRoad } from '../../habits/seller-options.js';
import { CommandProblem, type CommandWorld } from '../command.js';
import { belongingsIn, type Belongings } from './seller-folder.js';

/** What a seller is asked to be. */
export interface SellerWishes {
  /** Names of habits; none: a good seller. */
  readonly habits: readonly string[];
  /** To show the habits that there are, and end. */
  readonly list: boolean;
  /** Any free one where it is left out. */
  readonly port: number | undefined;
  readonly road: SellerRoad;
  /** How long an order takes. */
  readonly workS: number;
  /** How much longer the habit `late` takes; undefined: 25 hours. */
  readonly lateS?: number | undefined;
  readonly json: boolean;
  /** Stops it. */
  readonly stopping: AbortSignal;
}

const DEFAULT_FOLDER = 'roundtrip-seller';

/**
 * Runs a seller until it is stopped: says where it is and how to register it, then a line for every request. The folder
 * `SELLER_FOLDER` (`roundtrip-seller`) keeps its certificate and key. Once registered, it is given the tool's secrets by
 * `SELLER_CALLBACK_SECRET` and `SELLER_SIGNING_SECRET`; without them it checks no signature and calls back without a secret.
 */
export async function runSeller(wishes: SellerWishes, world: CommandWorld): Promise<number> {
  if (wishes.list) return list(wishes.json, world);
  const owned = await belongingsIn(resolve(world.env['SELLER_FOLDER'] ?? DEFAULT_FOLDER));
  const seller = await start(wishes, world, owned);
  world.out(
    wishes.json
      ? line({ ...seller.urls, habits: wishes.habits, authority: owned.authorityPath })
      : greeting(seller, wishes, owned),
  );
  if (!wishes.stopping.aborted)
    await new Promise((stopped) => wishes.stopping.addEventListener('abort', stopped, { once: true }));
  await seller.close();
  return 0;
}

async function start(wishes: SellerWishes, world: CommandWorld, owned: Belongings): Promise<BadSeller> {
  const { SELLER_CALLBACK_SECRET: callback_secret, SELLER_SIGNING_SECRET: signing_secret } = world.env;
  const secrets = {
    ...(callback_secret === undefined ? {} : { callback_secret }),
    ...(signing_secret === undefined ? {} : { signing_secret }),
  };
  const { habits, road, port = 0, workS, lateS, json } = wishes;
  try {
    return await BadSeller.start({
      ...{ certificate: owned.certificate, expiredCertificate: owned.expiredCertificate, port, habits, road },
      ...(lateS === undefined ? {} : { lateMs: lateS * 1_000 }),
      ...{ workMs: workS * 1_000, authHeaders: { Authorization: owned.authorization }, secrets },
      onCall: (call) => world.out(json ? line(call) : tell(call)),
    });
  } catch (error) {
    if (error instanceof HabitProblem) throw new CommandProblem(error.message, 2);
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new CommandProblem(`Port ${port} is taken: choose another by --port.`);
    throw error;
  }
}

function list(json: boolean, world: CommandWorld): number {
  const shown = all.map(({ name, does, changes, shows }) => ({ name, does, changes, shows }));
  const width = Math.max(...shown.map(({ name }) => name.length));
  world.out(json ? line(shown) : shown.map(({ name, does }) => `${name.padEnd(width)}  ${does}\n`).join(''));
  return 0;
}

function greeting({ urls }: BadSeller, { habits }: SellerWishes, { authorityPath, authorization }: Belongings): string {
  const found = habitsNamed(habits, all);
  const how = found.length === 0 ? ['good by the contract'] : found.map(({ name, does }) => `${name}: ${does}`);
  return [
    'A seller is up. It is:',
    ...how.map((one) => `  ${one}`),
    'Register it with:',
    `  job_url        ${urls.job_url}`,
    ...(urls.status_url === null ? [] : [`  status_url     ${urls.status_url}`]),
    `  auth_headers   { "Authorization": "${authorization}" }`,
    'A Roundtrip on this machine reaches it with:',
    `  NODE_EXTRA_CA_CERTS=${authorityPath}`,
    '  ALLOWED_PRIVATE_NETWORKS=127.0.0.0/8',
    'Then start it again on the same port with SELLER_CALLBACK_SECRET and SELLER_SIGNING_SECRET, as the tool was given them.',
    '',
  ].join('\n');
}

/** One request: when, what, about which order, what was answered, and why not as asked. */
function tell({ kind, method, path, orderId, status, note }: SeenCall): string {
  const at = new Date().toISOString().slice(11, 19);
  const what = kind === 'callback' ? 'callback →' : `${method} ${plain(path)}`;
  const about = orderId === null || path.includes(orderId) ? '' : ` ${plain(orderId)}`;
  return `${at}  ${status ?? '---'}  ${what}${about}${note === null ? '' : `  ${plain(note)}`}\n`;
}

/** A stranger's text on one line of a terminal. */
const plain = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·').slice(0, 200);
const line = (value: object) => `${JSON.stringify(value)}\n`;
