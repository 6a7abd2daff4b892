import type { OpenAPIObject } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';

/** What one operation was asked, and answered with a 2xx, as JSON. */
interface Example {
  readonly request?: unknown;
  readonly answer?: unknown;
}

/** Media types of an operation's body or answer. */
interface Media {
  content?: Record<string, { example?: unknown }>;
}

/** By operationId; recorded from a running server (`npm run examples`), with its secrets replaced. */
const EXAMPLES = JSON.parse(readFileSync(new URL('./openapi-examples.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Example>
>;

/** Puts real requests and answers beside the schemas. */
export function addExamples(document: OpenAPIObject): void {
  for (const item of Object.values(document.paths))
    for (const operation of Object.values(item) as NonNullable<typeof item.get>[]) {
      const { request, answer } = EXAMPLES[operation.operationId ?? ''] ?? {};
      put(operation.requestBody as Media | undefined, request);
      for (const [status, media] of Object.entries(operation.responses))
        if (status.startsWith('2')) put(media as Media, answer);
    }
}

function put(media: Media | undefined, example: unknown): void {
  const json = media?.content?.['application/json'];
  if (json && example !== undefined) json.example = example;
}
