import { Button, CopyButton } from '@mantine/core';
import { common } from '../../words/common.ts';

/** Copies a text; the button itself says that it has. There is none where the browser has no clipboard, as over plain HTTP. */
export function CopyText({ text, label }: { readonly text: string; readonly label: string }) {
  if (!('clipboard' in navigator)) return null;
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
