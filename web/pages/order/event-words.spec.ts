import { describe, expect, it } from '@jest/globals';
import type { OrderEvent } from '../../api/client.ts';
import { eventWords, messageOf } from './event-words.ts';

const event = (some: object) =>
  ({
    type: 'status',
    from: null,
    to: null,
    progress: null,
    message: null,
    cause: { kind: 'check' },
    ...some,
  }) as OrderEvent;

describe('the words of the journey', () => {
  it('tell a first placing from a retry', () => {
    expect(eventWords(event({ to: 'received' }))).toBe('Placed');
    expect(eventWords(event({ from: 'failed', to: 'received' }))).toBe('Sent again, as the next run');
  });

  it('tell on which road an end came', () => {
    const ends = ['callback', 'check', 'forward', 'accept'].map((kind) =>
      eventWords(event({ to: 'completed', cause: { kind } })),
    );
    expect(new Set(ends).size).toBe(4);
    expect(eventWords(event({ to: 'failed', cause: { kind: 'toString' } }))).toBe('Failed');
  });

  it('tell progress, and a message where it is news', () => {
    expect(eventWords(event({ type: 'progress', progress: 40 }))).toBe('Progress 40 %');
    expect(eventWords(event({ type: 'progress' }))).toBe('News of the seller');
    expect(messageOf(event({ type: 'progress', message: 'half' }))).toBe('half');
    expect(messageOf(event({ to: 'failed', message: 'half' }))).toBeNull();
  });

  it('say something of a status that they do not know', () => {
    expect(eventWords(event({ from: 'processing', to: 'paused' }))).toBe('processing → paused');
  });
});
