const [beforeId, afterId] = TOOL.status_path.split('{order_id}');

listen(async (request, response) => {
  const [status, body] = await answer(request).catch(() => [500, { error: 'Something went wrong here. Try again.' }]);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
});

async function answer(request) {
  const path = request.url.split('?')[0];
  if (request.method === 'POST' && path === TOOL.job_path) {
    const rawBody = await readBody(request);
    return rawBody ? takeJob(request.headers, rawBody) : [413, { error: 'The body is too large.' }];
  }
  const isStatus =
    path.length > beforeId.length + afterId.length && path.startsWith(beforeId) && path.endsWith(afterId);
  if (request.method === 'GET' && isStatus)
    return tellStatus(request.headers, path.slice(beforeId.length, path.length - afterId.length));
  return [404, { error: 'There is nothing here.' }];
}

/** Null where it is too large. */
async function readBody(request) {
  const pieces = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size <= MAX_BODY_BYTES) pieces.push(piece);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(pieces) : null;
}
