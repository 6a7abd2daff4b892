import { Page } from '../../parts/page.tsx';

export function OutagePage() {
  return <Page title="OutagePage">…</Page>;
}
