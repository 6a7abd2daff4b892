import { Anchor, Code } from '@mantine/core';
import { visible } from './strangers-text.tsx';

/** A stranger's address: a link where it is https, which tells the far side nothing of us; else its text alone. */
export function OutLink({ url, text = url }: { readonly url: string; readonly text?: string }) {
  if (!/^https:\/\//i.test(url)) return <Code>{visible(text)}</Code>;
  return (
    <Anchor href={url} target="_blank" rel="noopener noreferrer nofollow" style={{ overflowWrap: 'anywhere' }}>
      <bdi>{visible(text)}</bdi>
    </Anchor>
  );
}
