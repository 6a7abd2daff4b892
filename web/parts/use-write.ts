import { useMutation, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { ApiProblem } from '../api/client.ts';
import { common } from '../words/common.ts';

export interface Write<A, R> {
  readonly act: (asked: A) => Promise<R>;
  /** What is read again once it is done. */
  readonly refresh?: readonly QueryKey[];
  /** What is said once it is done. */
  readonly done?: (answer: R, asked: A) => string | null;
  readonly onDone?: (answer: R, asked: A) => void;
  /** False: whoever asks shows the problem beside the form. */
  readonly tellProblem?: boolean;
}

/** A write of the page: once at a time however often one clicks, its end said to everyone's ears and eyes, and what it changed read again. */
export function useWrite<A, R>({ act, refresh = [], done, onDone, tellProblem = true }: Write<A, R>) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: act,
    onSuccess: async (answer, asked) => {
      const said = done?.(answer, asked);
      if (said) notifications.show({ message: said, color: 'green' });
      onDone?.(answer, asked);
      await Promise.all(refresh.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    onError: (error) => {
      if (!tellProblem) return;
      const message = error instanceof ApiProblem ? error.message : common.error.crash;
      notifications.show({ title: common.error.title, message, color: 'red', autoClose: 12_000 });
    },
  });
  const write = (asked: A) => {
    if (!mutation.isPending) mutation.mutate(asked);
  };
  return { write, isPending: mutation.isPending, error: mutation.error, reset: mutation.reset, answer: mutation.data };
}
