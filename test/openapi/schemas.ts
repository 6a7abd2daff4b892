import { Ajv, type ValidateFunction } from 'ajv';

interface Media {
  readonly content?: Readonly<Record<string, { readonly schema?: object; readonly example?: unknown }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly requestBody?: Media;
  readonly responses: Readonly<Record<string, Media>>;
}

export interface Document {
  readonly tags: readonly { readonly name: string }[];
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Every operation of a document, `GET /v1/orders/{order_id}`. */
export function operationsIn({ paths }: Document): Map<string, Operation> {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );
  return new Map(all);
}

export const jsonOf = (media: Media | undefined) => media?.content?.['application/json'];

/** Holds values against schemas of a document, whose references stay as they are. */
export class Schemas {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  private readonly components: object;
  private readonly known = new Map<object, ValidateFunction>();

  constructor(document: Document) {
    this.components = asJsonSchema(document.components) as object;
  }

  /** What is wrong with a value by a schema, a line each. */
  faults(schema: object, value: unknown): string[] {
    let validate = this.known.get(schema);
    if (!validate) {
      validate = this.ajv.compile({ ...(asJsonSchema(schema) as object), components: this.components });
      this.known.set(schema, validate);
    }
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
}

/** OpenAPI 3.0 says `exclusiveMinimum: true` beside `minimum`, where JSON Schema names the limit itself. */
function asJsonSchema(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(asJsonSchema);
  if (part === null || typeof part !== 'object') return part;
  const { exclusiveMinimum, minimum, ...rest } = part as Record<string, unknown>;
  const least = exclusiveMinimum === true ? { exclusiveMinimum: minimum } : { exclusiveMinimum, minimum };
  const given = Object.entries({ ...rest, ...least }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [key, asJsonSchema(value)]));
}
