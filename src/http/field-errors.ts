import { getMetadataStorage, type ValidationError } from 'class-validator';
import type { ProblemDetail } from '../domain/problem.js';

/** More than anyone reads; a body with a thousand unknown fields is not answered with a thousand lines. */
const MOST_DETAILS = 20;
const LONGEST_NAME = 100;

/** class-validator's tree of errors as a flat list that names each field as it was sent, nested ones with dots. */
export function fieldErrors(errors: readonly ValidationError[], type: object): ProblemDetail[] {
  return collect(errors, '', type).slice(0, MOST_DETAILS);
}

/** The fields that a class knows, by its validators; those that are `@NotBuiltYet()` it refuses by name, but never proposes. */
export function knownFields(type: object): string[] {
  if (typeof type !== 'function') return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  return [...new Set(rules.filter((rule) => rule.name !== 'notBuiltYet').map((rule) => rule.propertyName))];
}

/** What is said of a field that a call does not know. */
export function unknownField(field: string, known: readonly string[]): ProblemDetail {
  const fields = known.length === 0 ? 'there are none here' : `known fields are ${known.join(', ')}`;
  return { field: shortened(field), message: `unknown field: remove it, ${fields}` };
}

function collect(errors: readonly ValidationError[], prefix: string, type: object): ProblemDetail[] {
  return errors.flatMap((error) => {
    const field = `${prefix}${error.property}`;
    const owner = error.target?.constructor ?? type;
    const own = error.constraints ? [detail(field, error.property, error, owner)] : [];
    return [...own, ...collect(error.children ?? [], `${field}.`, owner)];
  });
}

function detail(field: string, property: string, error: ValidationError, owner: object): ProblemDetail {
  const { whitelistValidation, ...failed } = error.constraints ?? {};
  if (whitelistValidation !== undefined) return unknownField(field, knownFields(owner));
  // Several rules of a field may say the same sentence.
  const rules = [...new Set(Object.values(failed).map((rule) => withoutName(rule, property)))];
  const missing = error.value === undefined ? 'is required; it ' : '';
  return { field: shortened(field), message: missing + rules.join('; it ') };
}

/** class-validator begins its own sentences with the field's name, which stands beside the message already. */
function withoutName(rule: string, property: string): string {
  return rule.startsWith(`${property} `) ? rule.slice(property.length + 1) : rule;
}

function shortened(field: string): string {
  return field.length <= LONGEST_NAME ? field : `${field.slice(0, LONGEST_NAME)}…`;
}
