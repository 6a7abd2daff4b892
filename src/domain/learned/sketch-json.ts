import { MAX_CELLS } from './bound-cells.js';
import { inOrder, type DurationCell } from './duration-cell.js';
import { LAST_EDGE, OPEN_EDGE } from './duration-grid.js';
import type { DurationSketch } from './duration-sketch.js';
import { isJsonObject, parseStrictJson, type JsonValue } from '../strict-json.js';

export type SketchReading =
  { readonly ok: true; readonly sketch: DurationSketch } | { readonly ok: false; readonly problem: string };

/** The longest text that a sketch is read from, in characters; one of ours has at most some 5,000. */
export const LONGEST_SKETCH_JSON = 8_192;

const VERSION = 1;
const KEYS = ['at_ms', 'cells', 'samples', 'v'];
/** Weights stand in thousandths. */
const UNIT = 1_000;
const MOST_SAMPLES = 1e9;

/** The sketch as it stands in the database: `{ v, at_ms, samples, cells: [from, to, weight, ...] }`, numbers whole. */
export function writeSketch(sketch: DurationSketch): string {
  const cells = sketch.cells.flatMap(({ from, to, weight }) => {
    const units = Math.min(MOST_SAMPLES, Math.round(weight * UNIT));
    return units > 0 ? [from, to, units] : [];
  });
  const samples = Math.min(MOST_SAMPLES, Math.round(sketch.samples * UNIT));
  return JSON.stringify({ v: VERSION, at_ms: Math.round(sketch.atMs), samples, cells });
}

/** Reads what {@link writeSketch} wrote and nothing else; a refusal says why. */
export function readSketch(text: string): SketchReading {
  if (text.length > LONGEST_SKETCH_JSON) return refuse(`it is longer than ${LONGEST_SKETCH_JSON} characters`);
  const parsed = parseStrictJson(text);
  if (!parsed.ok) return refuse(parsed.problem);
  const { value } = parsed;
  if (!isJsonObject(value) || Object.keys(value).sort().join() !== KEYS.join()) {
    return refuse(`it must be an object with just ${KEYS.join(', ')}`);
  }
  if (value['v'] !== VERSION) return refuse(`its version is not ${VERSION}`);
  const [atMs, samples] = [value['at_ms'], value['samples']];
  if (!isWhole(atMs, 0, Number.MAX_SAFE_INTEGER)) return refuse('at_ms must be epoch milliseconds');
  if (!isWhole(samples, 0, MOST_SAMPLES)) return refuse(`samples must be whole, 0 to ${MOST_SAMPLES}`);
  const cells = readCells(value['cells']);
  if (typeof cells === 'string') return refuse(cells);
  return { ok: true, sketch: { atMs, samples: samples / UNIT, cells } };
}

function readCells(value: JsonValue | undefined): DurationCell[] | string {
  if (!Array.isArray(value) || value.length % 3 !== 0) return 'cells must be a list of threes';
  if (value.length > 3 * MAX_CELLS) return `cells must be at most ${MAX_CELLS}`;
  const cells: DurationCell[] = [];
  for (let i = 0; i < value.length; i += 3) {
    const [from, to, units] = [value[i], value[i + 1], value[i + 2]];
    if (!isWhole(from, 0, LAST_EDGE) || !isWhole(to, from + 1, OPEN_EDGE) || !isWhole(units, 1, MOST_SAMPLES)) {
      return `cell ${i / 3} is not [from, to, weight] on the grid`;
    }
    const cell = { from, to, weight: units / UNIT };
    const last = cells.at(-1);
    if (last !== undefined && inOrder(last, cell) >= 0) return `cell ${i / 3} is out of order`;
    cells.push(cell);
  }
  return cells;
}

function isWhole(value: JsonValue | undefined, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function refuse(why: string): SketchReading {
  return { ok: false, problem: `The sketch of durations cannot be read: ${why}.` };
}
