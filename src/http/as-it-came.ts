import 'reflect-metadata';

const KEPT = Symbol('as it came');

/**
 * A field of a body that is handed on as it came: the very value that was parsed, neither copied nor looked into.
 * For JSON that others wrote (`inputs`, `poll`, `inputs_schema`): copying a megabyte of it costs more than all other checks.
 */
export function AsItCame(): PropertyDecorator {
  return (target, field) => {
    const fields = [...keptFields(target.constructor), String(field)];
    Reflect.defineMetadata(KEPT, fields, target.constructor);
  };
}

/** The fields of a class that are handed on as they came. */
export function keptFields(type: object): readonly string[] {
  return (Reflect.getMetadata(KEPT, type) as readonly string[] | undefined) ?? [];
}
