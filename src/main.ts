import 'reflect-metadata';
import { BootProblem } from './composition/open-storage.js';
import { startRoundtrip, type RunningRoundtrip } from './composition/start-roundtrip.js';
import { loadSettings } from './settings/load-settings.js';

/** Whoever stops us waits ten seconds at most; a second signal does not. */
const EXIT_WITHIN_MS = 9_900;

function giveUp(problem: string): never {
  process.stderr.write(`roundtrip: ${problem}\n`);
  process.exit(1);
}

function stopOnSignals(running: RunningRoundtrip): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), EXIT_WITHIN_MS).unref();
    running.stop(signal).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

const loaded = loadSettings(process.env);
if (!loaded.ok) giveUp(loaded.problem);
const running = await startRoundtrip(loaded.settings).catch((error: unknown) => {
  if (error instanceof BootProblem) giveUp(error.message);
  throw error;
});
stopOnSignals(running);
