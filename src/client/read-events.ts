/** One server-sent event (WHATWG HTML, section 9.2). */
export interface ServerSentEvent {
  readonly type: string;
  /** What goes back as `Last-Event-ID`; null where it bears none. */
  readonly id: string | null;
  readonly data: string;
}

/** Longest line that is believed, in characters: an event of ours holds 500 characters of message at most. */
const LONGEST_LINE = 1_048_576;

/** The events in a stream of bytes, each as it is whole. Comments, which keep the connection, are left out. */
export async function* readEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let fields: Fields = NOTHING;
  for await (const line of linesOf(bytes)) {
    if (line !== '') fields = taking(line, fields);
    else {
      if (fields.data.length > 0)
        yield { type: fields.event || 'message', id: fields.id, data: fields.data.join('\n') };
      fields = NOTHING;
    }
  }
}

interface Fields {
  readonly event: string;
  readonly id: string | null;
  readonly data: readonly string[];
}
const NOTHING: Fields = { event: '', id: null, data: [] };

function taking(line: string, fields: Fields): Fields {
  const colon = line.indexOf(':');
  const name = colon === -1 ? line : line.slice(0, colon);
  const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'event') return { ...fields, event: value };
  if (name === 'data') return { ...fields, data: [...fields.data, value] };
  return name === 'id' && !value.includes('\0') ? { ...fields, id: value } : fields;
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?=[^\n])/);
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new Error('The stream sent a line without an end.');
    yield* lines;
  }
}
