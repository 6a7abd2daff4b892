import { Button, Group, Modal, Text, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { common } from '../words/common.ts';

export interface ConfirmButtonProps {
  readonly label: string;
  readonly title: string;
  /** What will happen. */
  readonly hint: string;
  readonly confirm?: string;
  readonly color?: ButtonProps['color'];
  readonly isPending: boolean;
  readonly act: () => void;
  /** What is to be chosen before. */
  readonly children?: ReactNode;
}

/** A button that first says what it does. */
export function ConfirmButton({
  label,
  title,
  hint,
  confirm = label,
  color,
  isPending,
  act,
  children,
}: ConfirmButtonProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="compact-md" onClick={open} loading={isPending}>
        {label}
      </Button>
      <Modal opened={isOpen} onClose={close} title={title}>
        <Text size="sm">{hint}</Text>
        {children}
        <Group justify="end" mt="md">
          <Button variant="default" onClick={close} data-autofocus>
            {common.cancel}
          </Button>
          <Button
            color={color}
            onClick={() => {
              close();
              act();
            }}
          >
            {confirm}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
