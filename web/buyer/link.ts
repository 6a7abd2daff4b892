import type { Link } from './order.ts';

/**
 * The link that this page was opened by, its token taken out of the address bar and the history: both are seen over shoulders, and
 * shared by browsers between devices. A reload of the same tab finds it again; where the tab may keep nothing (storage that is
 * blocked in a frame) it stays in the address. Null where the address holds none.
 */
export function takeLink(): Link | null {
  const orderId = decodePart(location.pathname.split('/')[2] ?? '');
  const token = new URLSearchParams(location.search).get('t');
  if (orderId === '') return null;
  if (token) {
    if (keep(orderId, token)) history.replaceState(null, '', location.pathname);
    return { orderId, token };
  }
  const kept = find(orderId);
  return kept ? { orderId, token: kept } : null;
}

function keep(orderId: string, token: string): boolean {
  try {
    sessionStorage.setItem(orderId, token);
    return true;
  } catch {
    return false;
  }
}

function find(orderId: string): string | null {
  try {
    return sessionStorage.getItem(orderId);
  } catch {
    return null;
  }
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
