import { localTime, fromNow } from './time.ts';
import { useNow } from './use-now.ts';

/** How long ago or how soon; its title is the time itself, in the reader's own clock. */
export function When({ at }: { readonly at: string | null }) {
  const now = useNow();
  if (at === null) return <>–</>;
  return (
    <time dateTime={at} title={localTime(at)}>
      {fromNow(Date.parse(at), now)}
    </time>
  );
}
