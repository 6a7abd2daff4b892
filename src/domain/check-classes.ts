import type { FieldProblem } from './header-rules.js';
import { checkClassFields, placeOf } from './plan-fields.js';
import { isJsonObject, type JsonObject, type JsonValue } from './strict-json.js';

/** Most classes of an adaptive plan. */
export const MAX_CLASSES = 50;
/** Most characters of the name of a class, and of the key that names it. */
export const MAX_CLASS_NAME = 100;

const REFUSED_NAMES = new Set(['__proto__', 'constructor']);
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** What `adaptive` alone has: `classes`, `class_from` and `default`. Fields that are missing are told elsewhere. */
export function checkClasses(plan: JsonObject): FieldProblem[] {
  const { classes, class_from: from, default: fallback } = plan;
  return [
    ...(classes === undefined ? [] : checkEach(classes)),
    ...(from === undefined || isName(from) ? [] : [{ field: 'poll.class_from', message: keyMessage() }]),
    ...(fallback === undefined ? [] : checkDefault(fallback, classes)),
  ];
}

function checkEach(classes: JsonValue): FieldProblem[] {
  const problem = (message: string): FieldProblem[] => [{ field: 'poll.classes', message }];
  if (!isJsonObject(classes)) return problem('Give an object of class names, each with its interval_s.');
  const entries = Object.entries(classes);
  if (entries.length === 0) return problem('Name at least one class.');
  if (entries.length > MAX_CLASSES) return problem(`Give at most ${MAX_CLASSES} classes.`);
  return entries.flatMap(([name, one]) => checkOne(placeOf('poll.classes', name), name, one));
}

function checkOne(field: string, name: string, one: JsonValue): FieldProblem[] {
  if (!isName(name)) return [{ field, message: `The name of a class has ${nameRule()}.` }];
  if (!isJsonObject(one)) return [{ field, message: 'Give an object with interval_s, initial_s and timeout_s.' }];
  return checkClassFields(field, one);
}

function checkDefault(fallback: JsonValue, classes: JsonValue | undefined): FieldProblem[] {
  const field = 'poll.default';
  if (typeof fallback !== 'string') return [{ field, message: 'default must be the name of a class, as text.' }];
  if (!isJsonObject(classes) || Object.hasOwn(classes, fallback)) return [];
  return [{ field, message: 'default must be the name of one of the classes.' }];
}

function isName(name: JsonValue): boolean {
  if (typeof name !== 'string' || name.length === 0 || name.length > MAX_CLASS_NAME) return false;
  return !CONTROL.test(name) && !REFUSED_NAMES.has(name);
}

function keyMessage(): string {
  return `class_from must name a key of inputs or metadata, with ${nameRule()}.`;
}

function nameRule(): string {
  return `1 to ${MAX_CLASS_NAME} characters, none of them a control character`;
}
