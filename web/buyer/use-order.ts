import { useEffect, useState } from 'react';
import { FollowOrder, type Browser, type Followed } from './follow-order.ts';
import type { Link } from './order.ts';

const browser: Browser = {
  fetch: (url, init) => fetch(url, init),
  openStream: (url) => new EventSource(url),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  now: () => performance.now(),
};

/** The order behind a link, live while the page is seen. */
export function useOrder(link: Link | null): Followed {
  const [followed, setFollowed] = useState<Followed>({ order: null, gone: link === null, lost: false });
  useEffect(() => {
    if (link === null) return undefined;
    const follow = new FollowOrder(link, setFollowed, browser);
    const seen = () => (document.visibilityState === 'hidden' ? follow.stop() : follow.start());
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      follow.stop();
    };
  }, [link]);
  return followed;
}
