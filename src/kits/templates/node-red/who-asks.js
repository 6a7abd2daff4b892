// Roundtrip sends the tool's auth_headers with every job and with every check.
const variables = HEADERS_OF_THE_KIT;
for (const [name, variable] of Object.entries(variables)) {
  const wanted = env.get(variable);
  if (!wanted) {
    node.error(`${variable} is not set: nobody is let in.`);
    msg.statusCode = 503; // Roundtrip tries again later, so no order fails while you set it.
    msg.payload = { error: 'This tool is not set up yet.' };
    return [null, msg];
  }
  const [given, right] = [msg.req.headers[name.toLowerCase()] || '', String(wanted)].map((text) => Buffer.from(text));
  if (given.length !== right.length || !crypto.timingSafeEqual(given, right)) {
    msg.statusCode = 401;
    msg.payload = { error: `${name} is missing or wrong.` };
    return [null, msg];
  }
}
return [msg, null];
