import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { useWrite } from '../../parts/use-write.ts';
import { Problem } from '../../parts/problem.tsx';
import { common } from '../../words/common.ts';
import { system } from '../../words/system.ts';

const words = system.sweeps;

/** A sweep by hand, after a question: it calls sellers. */
export function SweepNow() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [all, setAll] = useState(false);
  const { write, isPending, error, reset } = useWrite({
    act: (isAll: boolean) => api.post('/v1/sweeps', { query: { all: isAll }, body: {} }),
    refresh: [['sweeps'], ['system']],
    done: ({ due }) => words.done(due),
    onDone: close,
    tellProblem: false,
  });
  const ask = () => {
    reset();
    setAll(false);
    open();
  };
  return (
    <>
      <Button size="compact-md" variant="default" onClick={ask}>
        {words.now}
      </Button>
      <Modal opened={isOpen} onClose={close} title={words.dialog} closeButtonProps={{ 'aria-label': common.close }}>
        <Stack>
          <Text size="sm">{words.question}</Text>
          <Checkbox
            checked={all}
            onChange={(event) => setAll(event.currentTarget.checked)}
            label={words.all}
            description={words.allHint}
          />
          {error && <Problem error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {common.cancel}
            </Button>
            <Button loading={isPending} onClick={() => write(all)}>
              {words.confirm}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
