import { Badge } from '@mantine/core';
import { conformance as words } from '../../words/conformance.ts';

const COLORS: Readonly<Record<string, string>> = { A: 'green', B: 'green', C: 'orange', D: 'red', F: 'red' };

/** What the newest conformance test of a tool came to. */
export function Grade({ grade }: { readonly grade: string | null }) {
  return (
    <Badge color={COLORS[grade ?? ''] ?? 'gray'} variant="light" tt="none">
      {grade === null ? words.ungraded : words.grade(grade)}
    </Badge>
  );
}
