import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { Problem } from '../domain/problem.js';
import { isJsonObject } from '../domain/strict-json.js';
import { keptFields } from './as-it-came.js';
import { fieldErrors, knownFields, unknownField } from './field-errors.js';

/** The body of a call that takes none: `@Body() _body: EmptyBody` refuses every field. */
export class EmptyBody {}

const plainTypes: readonly unknown[] = [String, Boolean, Number, Array, Object];

/**
 * Reads bodies and queries into the class that the controller names, by class-validator; unknown fields are refused and named
 * (contract, section 0). Throws 400 `invalid_request` with one detail a field. No body is read as `{}`, so that the answer
 * says which fields are required.
 */
export class ValidationPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    if (type === 'custom' || metatype === undefined || plainTypes.includes(metatype)) return value;
    const given = value === undefined ? {} : value;
    if (!isJsonObject(given)) throw Problem.invalid([{ field: 'body', message: 'must be a JSON object' }]);
    const known = knownFields(metatype);
    if (known.length === 0) refuseAll(Object.keys(given));
    const instance = instantiate(metatype as new () => object, given);
    const errors = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: false,
    });
    if (errors.length > 0) throw Problem.invalid(fieldErrors(errors, metatype));
    return instance;
  }
}

function instantiate(type: new () => object, given: object): object {
  const kept = keptFields(type).filter((field) => Object.hasOwn(given, field));
  const values: Record<string, unknown> = { ...given };
  for (const field of kept) values[field] = null;
  const instance = plainToInstance(type, values) as Record<string, unknown>;
  for (const field of kept) instance[field] = (given as Record<string, unknown>)[field];
  return instance;
}

function refuseAll(fields: readonly string[]): void {
  if (fields.length > 0) throw Problem.invalid(fields.slice(0, 20).map((field) => unknownField(field, [])));
}
