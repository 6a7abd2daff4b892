// YOUR WORK GOES HERE: it reads msg.inputs and leaves the result in msg.payload. Put any nodes in its place, inside this group.
// Whatever fails in this group ends the order as failed; the buyer reads the message.

// Leave this line: Roundtrip's test run sends such an order, to see that failures are told.
if (msg.inputs.roundtrip_test === 'fail') throw new Error('This test order fails because it asks to.');

const text = typeof msg.inputs.prompt === 'string' ? msg.inputs.prompt : JSON.stringify(msg.inputs);
msg.payload = { output_type: 'text', result_text: text.toUpperCase() };
return msg;
