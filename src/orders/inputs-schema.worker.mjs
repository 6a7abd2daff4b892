// @ts-check
/**
 * The thread that compiles and applies the JSON Schemas of strangers. It is plain JavaScript because a worker thread loads its
 * file by itself: it must be there under `dist` and, where jest reads the TypeScript sources, under `src`.
 * Everything here may be ended at any moment: `inputs-schema.ts` holds the clock.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { RE2JS } from 're2js';
import workerpool from 'workerpool';

/** @typedef {{ field: string, message: string }} Detail */

const MAX_CACHED = 100;
const LONGEST_MESSAGE = 300;

/** @type {Map<string, import('ajv').ValidateFunction>} Compiled schemas by their text, the least recently used first. */
const compiled = new Map();

/** A pattern that is matched in linear time. `toString` must name it: ajv takes patterns of the same name for the same. */
class LinearPattern {
  /** @param {string} pattern */
  constructor(pattern) {
    this.name = `linear:${pattern}`;
    this.pattern = RE2JS.compile(RE2JS.translateRegExp(pattern));
  }

  /** @param {string} text */
  test(text) {
    return this.pattern.test(text);
  }

  toString() {
    return this.name;
  }
}

/** @type {import('ajv/dist/types/index.js').RegExpEngine} */
const regExp = Object.assign((/** @type {string} */ pattern) => new LinearPattern(pattern), { code: 'linearPattern' });

/**
 * By the specification: unknown keywords and formats are ignored, nothing is coerced or filled in. References are not inlined,
 * for a schema of many references would grow beyond measure; the first error ends it, for there may be millions.
 * An instance per schema, so that no `$id` of one is known to another.
 * @param {string} text
 */
function compile(text) {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    allErrors: false,
    inlineRefs: false,
    ownProperties: true,
    logger: false,
    code: { regExp },
  });
  return ajv.compile(JSON.parse(text));
}

/** @param {string} text */
function validatorFor(text) {
  const validator = compiled.get(text) ?? compile(text);
  compiled.delete(text);
  compiled.set(text, validator);
  const [oldest] = compiled.keys();
  if (compiled.size > MAX_CACHED && oldest !== undefined) compiled.delete(oldest);
  return validator;
}

/**
 * Null, or why the schema cannot be used. Applying it once finds what refers to itself without end.
 * @param {string} text
 * @returns {string | null}
 */
function check(text) {
  try {
    validatorFor(text)({});
    return null;
  } catch (error) {
    return explain(error);
  }
}

/**
 * What does not fit; empty where all does.
 * @param {string} text
 * @param {unknown} inputs
 * @returns {Detail[]}
 */
function validate(text, inputs) {
  try {
    const validator = validatorFor(text);
    return validator(inputs) ? [] : (validator.errors ?? []).map(toDetail);
  } catch (error) {
    return [{ field: 'inputs', message: explain(error) }];
  }
}

/** @param {unknown} error */
function explain(error) {
  if (error instanceof RangeError) return 'The schema refers to itself without end.';
  const message = error instanceof Error ? error.message : String(error);
  return `The schema cannot be used: ${message.slice(0, LONGEST_MESSAGE)}.`;
}

/** What ajv says too technically, by keyword. */
const PLAIN = new Map([
  ['required', 'It is required.'],
  ['additionalProperties', 'There is no such input; leave it out.'],
  ['unevaluatedProperties', 'There is no such input; leave it out.'],
  ['false schema', 'It is not allowed; leave it out.'],
]);

/**
 * @param {import('ajv').ErrorObject} error
 * @returns {Detail}
 */
function toDetail({ instancePath, params, message, keyword }) {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  /** @type {unknown} */
  const inner =
    params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty ?? params.propertyName;
  const field = ['inputs', ...path, ...(typeof inner === 'string' ? [inner] : [])].join('.');
  const values =
    keyword === 'enum' || keyword === 'const' ? `: ${JSON.stringify(params.allowedValues ?? params.allowedValue)}` : '';
  const sentence = PLAIN.get(keyword) ?? `It ${message ?? 'does not fit'}${values}`.slice(0, LONGEST_MESSAGE) + '.';
  return { field: field.slice(0, LONGEST_MESSAGE), message: sentence };
}

workerpool.worker({ ready: () => true, check, validate });
