import { ApiProblem } from '../../client/api-problem.js';
import { runDemo } from '../demo/run-demo.js';
import { ServerProblem } from '../demo/server-process.js';
import { readOptions, USAGE } from './options.js';
import { makePrefix } from './prefix.js';
import { startCluster } from './start-cluster.js';

const { parsed, databaseUrl } = readOptions(process.argv.slice(2), process.env);
if (!parsed.ok) {
  process.stderr.write(parsed.help ? USAGE : `${parsed.problem}\n\n${USAGE}`);
  process.exit(parsed.help ? 0 : 2);
}

const stopping = new AbortController();
// A second signal waits, too: whoever is killed in the midst of it ends the others all the same, but tidies nothing up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
process.stdout.on('error', () => stopping.abort());
const print = (line: string) => void process.stdout.write(`${line}\n`);
const prefix = makePrefix(process.stdout.isTTY === true && !process.env['NO_COLOR']);

try {
  print('Starting Postgres, one api and three workers ...');
  const onLine = (name: string, nth: number, line: string) => print(prefix(name, nth) + line);
  const code = await runDemo(parsed.options, print, stopping.signal, (needs) =>
    startCluster(needs, { databaseUrl, onLine }),
  );
  process.exit(code);
} catch (error) {
  const known = error instanceof ApiProblem || error instanceof ServerProblem;
  process.stderr.write(known ? `${error.message}\n` : `The cluster broke: ${String(error)}\n`);
  process.exit(1);
}
