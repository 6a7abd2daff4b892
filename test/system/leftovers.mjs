// @ts-check
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process by its id and the tick it began at, to stand in the names of its namespaces: ids alone come round again.
 * Empty when there is none.
 * @param {number} pid
 */
export function processMark(pid) {
  try {
    // proc(5): the second field is the program's name in parentheses, and may hold spaces; the 22nd is the start.
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop() ?? '';
    return `${pid}-${afterName.split(' ')[19]}`;
  } catch {
    return '';
  }
}

/** Removes the namespaces of runs that are gone, and gives back their names. */
export function removeLeftovers() {
  const listed = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).split('\n');
  const left = listed.map((line) => line.split(' ')[0] ?? '').filter(isLeftOver);
  for (const name of left) execFileSync('ip', ['netns', 'delete', name]);
  return left;
}

/** @param {string} name */
function isLeftOver(name) {
  const [, mark, pid] = /^roundtrip-((\d+)-\d+)-/.exec(name) ?? [];
  return mark !== undefined && mark !== processMark(Number(pid));
}
