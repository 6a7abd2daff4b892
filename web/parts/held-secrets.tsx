import { Alert, Button, Checkbox, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { common } from '../words/common.ts';
import { tools as words } from '../words/tools.ts';

type SecretName = 'callback_secret' | 'signing_secret' | 'token';

export interface HeldSecretsProps {
  readonly secrets: Readonly<Partial<Record<SecretName, string | undefined>>>;
  /** Once they are kept. */
  readonly close: () => void;
}

const NAMES: readonly SecretName[] = ['token', 'callback_secret', 'signing_secret'];

/** Secrets that are shown once: no key, no click beside and no way to another page closes them, only one's word that they are kept. */
export function HeldSecrets({ secrets, close }: HeldSecretsProps) {
  const [isKept, keep] = useState(false);
  const isOver = useRef(false);
  useBlocker({ shouldBlockFn: () => !isOver.current, enableBeforeUnload: () => !isOver.current });
  const end = () => {
    isOver.current = true;
    close();
  };
  return (
    <Modal
      opened
      onClose={() => undefined}
      title={words.secrets.title}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="lg"
    >
      <Stack>
        <Alert color="orange">{words.secrets.once}</Alert>
        {NAMES.map((name) => {
          const value = secrets[name];
          return value === undefined ? null : <Secret key={name} name={name} value={value} />;
        })}
        <Checkbox
          label={words.secrets.kept}
          checked={isKept}
          onChange={(event) => keep(event.currentTarget.checked)}
          data-autofocus
        />
        <Group justify="end">
          <Button disabled={!isKept} onClick={end}>
            {words.secrets.done}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Secret({ name, value }: { readonly name: SecretName; readonly value: string }) {
  const title = words.secrets.names[name];
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Group gap="xs" wrap="nowrap" align="start">
        <Code block style={{ flex: 1, minWidth: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {value}
        </Code>
        {'clipboard' in navigator && (
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Button variant="default" size="compact-md" onClick={copy} aria-label={words.secrets.copy(title)}>
                <span role="status">{copied ? common.copied : common.copy}</span>
              </Button>
            )}
          </CopyButton>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {words.secrets.next[name]}
      </Text>
    </Stack>
  );
}
