msg.tries = (msg.tries || 0) + 1;
msg.method = 'POST';
msg.url = msg.callback_url;
msg.headers = { 'content-type': 'application/json' };
const variable = CALLBACK_OF_THE_KIT;
if (variable) msg.headers['x-callback-secret'] = env.get(variable);
msg.payload = msg.report;
msg.followRedirects = false; // The secret goes to Roundtrip and nowhere else.
msg.requestTimeout = 30000;
return msg;
