import { Alert, Button, Checkbox, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { common } from '../words/common.ts';
import { tools as words } from '../words/tools.ts';

type SecretName = 'callback_secret' | 'signing_secret' | 'token';

export interface HeldSecretsProps {
  /** Shown while there are any. */
  readonly secrets: Readonly<Partial<Record<SecretName, string | undefined>>>;
  readonly close: () => void;
}

const NAMES: readonly SecretName[] = ['token', 'callback_secret', 'signing_secret'];

/** Secrets that are shown once: no key and no click beside closes them, only one's word that they are kept. */
export function HeldSecrets({ secrets, close }: HeldSecretsProps) {
  const [isKept, keep] = useState(false);
  const shown = NAMES.flatMap((name) => (secrets[name] === undefined ? [] : [{ name, value: secrets[name] }]));
  return (
    <Modal
      opened
      onClose={close}
      title={words.secrets.title}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="lg"
    >
      <Stack>
        <Alert color="orange">{words.secrets.once}</Alert>
        {shown.map(({ name, value }) => (
          <Stack key={name} gap={4}>
            <Text size="sm">{words.secrets[name]}</Text>
            <Group gap="xs" wrap="nowrap" align="start">
              <Code block style={{ flex: 1, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {value}
              </Code>
              <CopyButton value={value}>
                {({ copied, copy }) => (
                  <Button variant="default" size="compact-md" onClick={copy}>
                    {copied ? common.copied : common.copy}
                  </Button>
                )}
              </CopyButton>
            </Group>
          </Stack>
        ))}
        <Checkbox
          label={words.secrets.kept}
          checked={isKept}
          onChange={(event) => keep(event.currentTarget.checked)}
          data-autofocus
        />
        <Group justify="end">
          <Button disabled={!isKept} onClick={close}>
            {words.secrets.done}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
