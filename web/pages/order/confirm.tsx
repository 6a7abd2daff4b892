import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { common } from '../../words/common.ts';
import { order as words } from '../../words/order.ts';
import { useOrderWrite } from './use-order.ts';

export interface DialogProps {
  readonly orderId: string;
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** What every dialog of this page has in common. */
export const DIALOG = { closeButtonProps: { 'aria-label': common.close } } as const;

export function ConfirmCancel({ orderId, isOpen, close }: DialogProps) {
  const { confirmCancel: said } = words;
  const { write, isPending, error, reset } = useOrderWrite(orderId, {
    act: () => api.post('/v1/orders/{order_id}/cancel', { path: { order_id: orderId } }),
    done: () => words.actions.cancel.done,
    onDone: close,
    tellProblem: false,
  });
  const leave = () => {
    reset();
    close();
  };
  return (
    <Modal {...DIALOG} opened={isOpen} onClose={leave} title={said.title}>
      <Stack>
        <Text size="sm">{said.text}</Text>
        {error && <Problem error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={leave} data-autofocus>
            {said.back}
          </Button>
          <Button color="red" loading={isPending} onClick={() => write(undefined)}>
            {said.submit}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** What cannot be brought back is confirmed by typing the end of the order's id. */
export function ConfirmErase({ orderId, isOpen, close }: DialogProps) {
  const { confirmErase: said } = words;
  const word = orderId.slice(-8);
  const [typed, setTyped] = useState('');
  const { write, isPending, error, reset } = useOrderWrite(orderId, {
    act: () => api.delete('/v1/orders/{order_id}', { path: { order_id: orderId } }),
    done: () => words.actions.erase.done,
    onDone: () => leave(),
    tellProblem: false,
  });
  const leave = () => {
    setTyped('');
    reset();
    close();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === word) write(undefined);
  };
  return (
    <Modal {...DIALOG} opened={isOpen} onClose={leave} title={said.title}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{said.text}</Text>
          <TextInput
            label={said.label(word)}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
          {error && <Problem error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={leave}>
              {said.back}
            </Button>
            <Button type="submit" color="red" loading={isPending} disabled={typed.trim() !== word}>
              {said.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
