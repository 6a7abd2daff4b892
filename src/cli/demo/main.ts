import { ApiProblem } from '../../client/api-problem.js';
import { parseOptions, USAGE } from './options.js';
import { runDemo } from './run-demo.js';
import { ServerProblem } from './server-process.js';

const parsed = parseOptions(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(parsed.help ? USAGE : `${parsed.problem}\n\n${USAGE}`);
  process.exit(parsed.help ? 0 : 2);
}

const stopping = new AbortController();
const stop = () => (stopping.signal.aborted ? process.exit(1) : stopping.abort());
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);
// Whoever read our lines has gone (`npm run demo | head`).
process.stdout.on('error', () => stopping.abort());

try {
  process.exit(await runDemo(parsed.options, (line) => void process.stdout.write(`${line}\n`), stopping.signal));
} catch (error) {
  const known = error instanceof ApiProblem || error instanceof ServerProblem;
  process.stderr.write(known ? `${error.message}\n` : `The demo broke: ${String(error)}\n`);
  process.exit(1);
}
