import { Anchor, Group, Stack, Text } from '@mantine/core';
import { result } from '../../words/result.ts';
import { bytes } from '../bytes.ts';
import { OutLink } from '../out-link.tsx';
import { StrangersText } from '../strangers-text.tsx';
import { Picture } from './picture.tsx';
import { isMisdeclared, pictureType, type ResultFile } from './preview.ts';
import classes from './result.module.css';

const { files: words } = result;

export interface FilesListProps {
  readonly orderId: string;
  readonly files: readonly ResultFile[];
  /** Whether the reader may have the bytes; a viewer may not. */
  readonly mayRead: boolean;
}

/** The files of a result: their names, what they are, and how to get them. */
export function FilesList({ orderId, files, mayRead }: FilesListProps) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {words.title(files.length)}
      </Text>
      {!mayRead && <Text size="sm">{words.mayNot}</Text>}
      <ul className={classes.files}>
        {files.map((file) => (
          <li key={file.n} className={classes.file}>
            <File file={file} path={`/v1/orders/${encodeURIComponent(orderId)}/files/${file.n}`} mayRead={mayRead} />
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function File({
  file,
  path,
  mayRead,
}: {
  readonly file: ResultFile;
  readonly path: string;
  readonly mayRead: boolean;
}) {
  const picture = mayRead ? pictureType(file) : null;
  return (
    <>
      <Text size="sm" fw={600}>
        <StrangersText text={file.filename} instead={words.nameless} />
      </Text>
      <Text size="sm" c="dimmed">
        <StrangersText text={file.detected_type ?? file.mime_type ?? words.unknown} />
        {isMisdeclared(file) && (
          <>
            {' '}
            (<StrangersText text={words.declared(file.mime_type ?? '')} />)
          </>
        )}
        {file.size !== null && ` · ${bytes(file.size)}`}
      </Text>
      <Group gap="md" mt={4}>
        {mayRead && file.download_url !== null && (
          <Anchor size="sm" lh="24px" href={path} download aria-label={words.downloadOf(file.n)}>
            {words.download}
          </Anchor>
        )}
        {file.url !== undefined && (
          <Text size="sm" component="span" style={{ minWidth: 0 }}>
            {words.hosted}: <OutLink url={file.url} />
          </Text>
        )}
      </Group>
      {picture !== null && <Picture n={file.n} path={path} type={picture} />}
    </>
  );
}
