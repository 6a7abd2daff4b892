const app = express();
app.disable('x-powered-by');

// The body as it came, and not parsed: the signature is over its bytes.
app.post(TOOL.job_path, express.raw({ type: () => true, limit: MAX_BODY_BYTES }), (request, response) => {
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const [status, body] = takeJob(request.headers, rawBody);
  response.status(status).json(body);
});

app.get(TOOL.status_path.replace('{order_id}', ':order_id'), (request, response) => {
  const [status, body] = tellStatus(request.headers, request.params.order_id);
  response.status(status).json(body);
});

app.use((request, response) => void response.status(404).json({ error: 'There is nothing here.' }));
app.use((error, request, response, _next) => {
  const status = error.status ?? 500;
  response.status(status).json({ error: status < 500 ? error.message : 'Something went wrong here. Try again.' });
});

listen(app);
