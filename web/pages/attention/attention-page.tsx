import { Page } from '../../parts/page.tsx';

export function AttentionPage() {
  return <Page title="AttentionPage">…</Page>;
}
