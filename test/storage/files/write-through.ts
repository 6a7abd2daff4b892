import { openFiles, type FilesPlace } from '../../../src/storage/files/open-files.js';

/**
 * A program for `suite.ts`, run as a process of its own: writes one file and prints, a line each, how many MiB have been taken; in
 * the end the growth of its memory in bytes and the time in milliseconds. Ends by itself with its parent (whose end of its standard
 * input closes), and after two minutes. Arguments: the place as JSON, the key, the file's bytes.
 */
const MIB = 1024 * 1024;
const GIVE_UP_MS = 120_000;
const [place = '', key = '', bytes = ''] = process.argv.slice(2);

process.stdin.resume().on('close', () => process.exit(1));
setTimeout(() => process.exit(1), GIVE_UP_MS).unref();

const store = await openFiles(JSON.parse(place) as FilesPlace);
// What the first file needs once, the SDK's modules and its connection, is not the writer's.
const warm = await store.begin(`${key}-warm`);
await warm.write(Buffer.alloc(MIB));
await warm.commit();

const piece = Buffer.alloc(64 * 1024, 7);
const before = process.memoryUsage().rss;
const began = performance.now();
let most = before;
const look = () => (most = Math.max(most, process.memoryUsage().rss));
const looking = setInterval(look, 5);

const writer = await store.begin(key);
for (let taken = 0; taken < Number(bytes); taken += piece.length) {
  await writer.write(piece);
  look();
  if (taken % MIB === 0) process.stdout.write(`${taken / MIB}\n`);
}
await writer.commit();
clearInterval(looking);
process.stdout.write(`${JSON.stringify({ grown: most - before, ms: Math.round(performance.now() - began) })}\n`);
process.exit(0);
