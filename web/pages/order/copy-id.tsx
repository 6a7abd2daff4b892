import { Button, CopyButton } from '@mantine/core';
import { common } from '../../words/common.ts';

/** Copies a text; the button itself says that it has. */
export function CopyText({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <CopyButton value={text} timeout={3_000}>
      {({ copied, copy }) => (
        <Button size="compact-sm" variant="default" onClick={copy} title={label}>
          <span aria-live="polite">{copied ? common.copied : common.copy}</span>
        </Button>
      )}
    </CopyButton>
  );
}
