import { Button } from '@mantine/core';
import { useState } from 'react';
import { common } from '../words/common.ts';
import { result as words } from '../words/result.ts';
import classes from './long-text.module.css';
import { bytes } from './bytes.ts';
import { visible } from './strangers-text.tsx';

/** Shown at once: what a browser lays out without being felt. */
const STEP = 20_000;

export interface LongTextProps {
  readonly text: string;
  /** What it is, for whoever does not see it. */
  readonly label: string;
}

/** A stranger's text with its own line breaks, however long: some of it at first, and more on demand; it scrolls in itself. */
export function LongText({ text, label }: LongTextProps) {
  const [limit, setLimit] = useState(STEP);
  const shown = visible(text.slice(0, limit).replaceAll('\r\n', '\n'));
  const left = text.length - limit;
  return (
    <div>
      <div className={classes.box} role="group" aria-label={label} tabIndex={0}>
        <pre className={classes.text} dir="auto">
          {shown === '' ? common.none : shown}
        </pre>
      </div>
      {left > 0 && (
        <Button mt={4} size="compact-sm" variant="default" onClick={() => setLimit(limit + STEP * 5)}>
          {words.more(bytes(left))}
        </Button>
      )}
    </div>
  );
}
