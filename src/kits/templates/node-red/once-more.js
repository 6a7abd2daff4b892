const status = Number(msg.statusCode); // Not a number: there was no answer.
if (status >= 200 && status < 300) return null;
if (!msg.isLast) return null; // Progress is told once.
// Other 4xx say that the callback itself is wrong: sending it again would not help.
const worthAnotherTry = !(status >= 300 && status < 500) || status === 408 || status === 429;
if (!worthAnotherTry || msg.tries >= 12) {
  node.error(`Roundtrip did not take the callback of order ${msg.order_id}: ${msg.statusCode}`);
  node.status({ fill: 'red', shape: 'dot', text: msg.order_id });
  return null;
}
const asked = Number(msg.headers && msg.headers['retry-after']);
const seconds = asked > 0 ? asked : 2 ** msg.tries;
msg.delay = Math.min(seconds, 600) * 1000;
return msg;
