import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { result as words } from '../../words/result.ts';
import { indentJson } from '../json-text.ts';
import { LongText } from '../long-text.tsx';
import { OutLink } from '../out-link.tsx';
import { CsvTable } from './csv-table.tsx';
import { FilesList } from './files-list.tsx';
import { previewOf, type Preview, type Result } from './preview.ts';

export interface ResultViewProps {
  readonly orderId: string;
  readonly result: Result;
  readonly mayRead: boolean;
}

/** A result as far as it can be shown without running anything of it. */
export function ResultView({ orderId, result, mayRead }: ResultViewProps) {
  const preview = previewOf(result);
  return (
    <Stack gap="xs">
      {preview && (
        <>
          <Badge variant="default" tt="none">
            {words.kinds[preview.kind]}
          </Badge>
          <Shown preview={preview} />
        </>
      )}
      {result.mirrored && (
        <Text size="sm" c="dimmed">
          {words.mirrored}
        </Text>
      )}
      {result.files.length > 0 && <FilesList orderId={orderId} files={result.files} mayRead={mayRead} />}
    </Stack>
  );
}

function Shown({ preview }: { readonly preview: NonNullable<Preview> }) {
  switch (preview.kind) {
    case 'link':
      return (
        <Text size="sm">
          <OutLink url={preview.url} /> <br />
          <Text span c="dimmed">
            {words.linkWhy}
          </Text>
        </Text>
      );
    case 'json':
      return <Json text={preview.text} />;
    case 'csv':
      return <Csv text={preview.text} />;
    case 'source':
      return (
        <>
          <Text size="sm" c="dimmed">
            {words.sourceWhy}
          </Text>
          <LongText text={preview.text} label={words.asText} />
        </>
      );
    case 'text':
      return <LongText text={preview.text} label={words.asText} />;
  }
}

function Json({ text }: { readonly text: string }) {
  const indented = useMemo(() => indentJson(text), [text]);
  return <LongText text={indented} label={words.asText} />;
}

function Csv({ text }: { readonly text: string }) {
  const [isText, setIsText] = useState(false);
  return (
    <>
      {isText ? <LongText text={text} label={words.asText} /> : <CsvTable text={text} />}
      <Group>
        <Button size="compact-sm" variant="default" onClick={() => setIsText(!isText)}>
          {isText ? words.csv.asTable : words.csv.asText}
        </Button>
      </Group>
    </>
  );
}
