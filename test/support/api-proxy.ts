import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { installTools } from '../api/install-tools.js';
import { eventually } from './eventually.js';
import { freePort } from '../../src/cli/free-port.js';
import { makeTempFolder } from './temp-folder.js';

/** Stands between a test and the server, and knows the OpenAPI document (Prism). */
export interface ApiProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/** Whether the tests' calls of the API go through a proxy that holds them against the document (`npm run test:api`). */
export const IS_PROXIED = process.env['API_PROXY'] === '1';

interface Violation {
  readonly location: readonly string[];
  readonly severity: string;
  readonly message: string;
}

/** What the document asks for and the server does without. */
const TAKEN_ALL_THE_SAME = [
  // Callbacks are JSON whatever type they bear: platforms send what they like.
  /^request: Supported content types: application\/json/,
  // Beside `files`, the fields of a single file are not looked at.
  /^request\.body\.filename: .* must be string/,
];

const START_WITHIN_MS = 60_000;

export async function startProxy(upstream: string): Promise<ApiProxy> {
  const program = (await installTools())('prism');
  const folder = makeTempFolder('roundtrip-proxy-');
  const path = folder.join('openapi.json');
  writeFileSync(path, await (await fetch(`${upstream}/openapi.json`)).text());
  const port = await freePort();
  const args = ['proxy', path, upstream, '--port', String(port), '--verboseLevel', 'fatal'];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(async () => child.exitCode !== null || (await answers()), { withinMs: START_WITHIN_MS, every: 100 });
  if (child.exitCode !== null) throw new Error(`Prism ended with ${child.exitCode} as it started.`);
  const stop = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    folder.remove();
  };
  return { url, stop };
}

/** A call by way of the proxy, where there is one (it parses bodies anew, so what is sent to the letter goes past it); throws where request or answer are not as the document has them. */
export async function callThrough<A extends Pick<Response, 'status' | 'headers'> & { readonly text: string }>(
  proxy: ApiProxy | null,
  call: (url: string) => Promise<A>,
  direct: string,
): Promise<A> {
  if (proxy === null) return call(direct);
  const answer = await call(proxy.url);
  if (!isProxysOwn(answer.text)) {
    const faults = faultsOf(answer);
    if (faults.length > 0) throw new Error(`Not as the document says (${answer.status}):\n${faults.join('\n')}`);
    return answer;
  }
  const own = await call(direct);
  if (own.status < 400)
    throw new Error(`The document has nothing like it, and it was answered ${own.status}: ${answer.text}`);
  return own;
}

/**
 * What an answer of the proxy says against the document, a line each. A request that the document refuses is no fault where the server
 * refuses it as well.
 */
function faultsOf({ status, headers }: Pick<Response, 'status' | 'headers'>): string[] {
  const found = headers.get('sl-violations');
  const violations = found === null ? [] : (JSON.parse(found) as Violation[]);
  return violations
    .filter(({ severity, location }) => severity === 'Error' && (location[0] === 'response' || status < 400))
    .map(({ location, message }) => `${location.join('.')}: ${message}`)
    .filter((fault) => !TAKEN_ALL_THE_SAME.some((known) => known.test(fault)));
}

/** The proxy's own answer to what the document does not have: it was not passed on. */
function isProxysOwn(text: string): boolean {
  return text.includes('https://stoplight.io/prism/errors#');
}
