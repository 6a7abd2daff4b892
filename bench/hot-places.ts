import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A stretch of time to look at, epoch milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
}

/** What `node --cpu-prof` writes; times are microseconds of the machine's monotonic clock. */
interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const SHOWN = 40;

/** Where a profiled process spent its own time within the windows: the hottest functions, by self time. */
export function hotPlaces(folder: string, windows: readonly Window[]): string[] {
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) return ['The server wrote no profile.'];
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
  const byFrame = new Map<string, number>();
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  let total = 0;
  for (const [id, micros] of samplesWithin(profile, windows)) {
    const name = frames.get(id) ?? '?';
    byFrame.set(name, (byFrame.get(name) ?? 0) + micros);
    total += micros;
  }
  const hottest = [...byFrame].sort((a, b) => b[1] - a[1]).slice(0, SHOWN);
  const lines = hottest.map(([name, micros]) => `${((100 * micros) / total).toFixed(1).padStart(5)} %  ${name}`);
  return [`Self time of the server in ${windows.length} sweeps, ${(total / 1000).toFixed(0)} ms in all:`, ...lines];
}

function* samplesWithin(profile: CpuProfile, windows: readonly Window[]): Generator<[number, number]> {
  const monotonicToEpoch = performance.timeOrigin + performance.now() - Number(process.hrtime.bigint()) / 1e6;
  let at = profile.startTime;
  for (const [i, id] of profile.samples.entries()) {
    const micros = profile.timeDeltas[i] ?? 0;
    at += micros;
    const epoch = at / 1000 + monotonicToEpoch;
    if (windows.some(({ from, to }) => epoch >= from && epoch <= to)) yield [id, micros];
  }
}

/** `claimDue (src/storage/work-store.js:84)` */
function nameOf({ functionName, url, lineNumber }: CallFrame): string {
  const path = url.replace(/^.*\/(dist|node_modules)\//, (_, root: string) => (root === 'dist' ? '' : 'node_modules/'));
  const name = functionName === '' ? '(anonymous)' : functionName;
  return path === '' ? name : `${name} (${path}:${lineNumber + 1})`;
}
