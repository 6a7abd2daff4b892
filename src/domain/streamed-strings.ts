import type { JsonObject } from './strict-json.js';

/**
 * Where a string of a body goes that is too long to be held. Called while the body is read, synchronously, with the
 * decoded text in order, cut anywhere, also within a surrogate pair. A problem, from `write` or `end`, is a sentence that
 * ends the reading of this string: the rest of it is skipped and `end` is not called. Nor is it where the body is refused.
 */
export interface TextSink {
  write(text: string): string | null;
  end(): string | null;
}

/** What is done with the parts of a body. */
export interface StreamedJsonRules<Sink extends TextSink = TextSink> {
  /**
   * The sink that takes a string in the place of the value, or null. Asked once, as the string begins, for each kept
   * string that is a field of an object; the others are never streamed.
   * @param path the keys and indexes (from 0) that lead to it from the top.
   */
  sinkFor(path: readonly (string | number)[]): Sink | null;
  /**
   * Whether the value of an object's key is kept. What is not is read and checked as all else, and dropped. Asked once for
   * each key that does not stand in something dropped.
   * @param path the keys and indexes (from 0) that lead to the value from the top; the key is the last.
   */
  keep(path: readonly (string | number)[]): boolean;
}

/** A string that went to a sink. `problem` is what the sink said last: null where it took all of it. */
export interface StreamedString<Sink extends TextSink = TextSink> {
  readonly sink: Sink;
  problem: string | null;
}

/** The strings of one body that went to sinks, by the object of its value that holds '' in their place. */
export class StreamedStrings<Sink extends TextSink = TextSink> {
  private readonly fields = new Map<JsonObject, Map<string, StreamedString<Sink>>>();

  /** What became of a field that was streamed; null where it was not. */
  at(holder: JsonObject, field: string): Readonly<StreamedString<Sink>> | null {
    return this.fields.get(holder)?.get(field) ?? null;
  }

  /** Notes that a field goes to a sink. What is returned is filled in as the string is read. */
  add(holder: JsonObject, field: string, sink: Sink): StreamedString<Sink> {
    const entry: StreamedString<Sink> = { sink, problem: null };
    const fields = this.fields.get(holder) ?? new Map<string, StreamedString<Sink>>();
    this.fields.set(holder, fields.set(field, entry));
    return entry;
  }
}
