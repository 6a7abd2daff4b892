import type { FastifyInstance, FastifyReply } from 'fastify';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openToAnyone } from './auth/access.js';
import { answerConditionally } from './not-modified.js';

const config = { access: openToAnyone };

/** Everything from this host: the document names none, and Swagger's own checker at swagger.io is off. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Roundtrip: its API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<div id="page"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</html>
`;

const START = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#page', deepLinking: true, validatorUrl: null });
`;

const files: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

/** Serves `/openapi.json`, and `/docs`: Swagger UI from the installed package. The document is built when first asked for. */
export function serveDocs(server: FastifyInstance, build: () => object): void {
  let document: object | undefined;
  server.get('/openapi.json', { config }, (request, reply) =>
    reply.send(answerConditionally(request, reply, (document ??= build()))),
  );
  server.get('/docs', { config }, (_request, reply) => page(reply, 'text/html; charset=utf-8').send(PAGE));
  server.get('/docs/start.js', { config }, (_request, reply) =>
    page(reply, 'text/javascript; charset=utf-8').send(START),
  );
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const [name, type] of Object.entries(files)) {
    server.get(`/docs/${name}`, { config }, (_request, reply) =>
      page(reply, type).send(createReadStream(join(folder, name))),
    );
  }
}

function page(reply: FastifyReply, type: string): FastifyReply {
  return reply.type(type).header('Content-Security-Policy', POLICY).header('Cache-Control', 'public, max-age=3600');
}
