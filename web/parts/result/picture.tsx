import { Button, Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiProblem } from '../../api/client.ts';
import { result } from '../../words/result.ts';
import { Problem } from '../problem.tsx';
import classes from './result.module.css';

const { files: words } = result;

export interface PictureProps {
  readonly n: number;
  /** Of this page's own host. */
  readonly path: string;
  /** As the bytes tell. */
  readonly type: string;
}

/** A picture of a result, read once one asks for it. */
export function Picture(props: PictureProps) {
  const [isShown, setIsShown] = useState(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-expanded={isShown}
        aria-label={isShown ? words.hideOf(props.n) : words.showOf(props.n)}
        onClick={() => setIsShown(!isShown)}
      >
        {isShown ? words.hide : words.show}
      </Button>
      {isShown && <Shown {...props} />}
    </>
  );
}

function Shown({ n, path, type }: PictureProps) {
  const { data, error } = useQuery({
    queryKey: ['picture', path, type],
    queryFn: ({ signal }) => read(path, type, signal),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const url = useObjectUrl(data);
  const [isBroken, setIsBroken] = useState(false);
  if (error) return <Problem error={error} />;
  if (isBroken) return <Text size="sm">{words.broken}</Text>;
  if (url === null) return <Loader size="sm" />;
  return <img className={classes.picture} src={url} alt={words.pictureOf(n)} onError={() => setIsBroken(true)} />;
}

/** The bytes get the type that they themselves told: a browser does not guess another. */
async function read(path: string, type: string, signal: AbortSignal): Promise<Blob> {
  const answer = await fetch(path, { signal, credentials: 'same-origin' }).catch(() => null);
  if (!answer?.ok)
    throw ApiProblem.of(answer ? { status: answer.status, data: await answer.json().catch(() => null) } : undefined);
  return new Blob([await answer.arrayBuffer()], { type });
}

function useObjectUrl(blob: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
