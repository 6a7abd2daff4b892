import { Button, Code, Group, Input, PasswordInput, Stack, TextInput } from '@mantine/core';
import { tools as words } from '../../words/tools.ts';
import type { ToolFormApi } from './tool-fields.tsx';

export interface HeaderFieldsProps {
  readonly form: ToolFormApi;
  readonly isNew: boolean;
  /** Names and masks of those that are stored. */
  readonly kept: Readonly<Record<string, string>>;
}

/** The headers of every call to the seller: of a tool that has some, only where they are to be others. */
export function HeaderFields({ form, isNew, kept }: HeaderFieldsProps) {
  const { headers } = form.getValues();
  // Whoever types them anew types all of them: the stored values are told to nobody.
  const names = headers.length === 0 && !isNew ? Object.keys(kept) : [''];
  const add = () => form.setFieldValue('headers', [...headers, ...names.map((name) => ({ name, value: '' }))]);
  return (
    <Input.Wrapper
      label={words.form.headers}
      description={words.form.headersHint}
      error={form.errors.headers}
      labelElement="div"
    >
      <Stack gap="xs" mt={4}>
        {headers.length === 0 && <Kept kept={kept} />}
        {headers.map((_, i) => (
          <Group key={i} gap="xs" align="start">
            <TextInput
              aria-label={words.form.headerName(i + 1)}
              placeholder="X-Api-Key"
              autoComplete="off"
              style={{ flex: '1 1 9rem' }}
              {...form.getInputProps(`headers.${i}.name`)}
            />
            <PasswordInput
              aria-label={words.form.headerValue(i + 1)}
              autoComplete="off"
              style={{ flex: '2 1 9rem' }}
              {...form.getInputProps(`headers.${i}.value`)}
            />
            {(headers.length > 1 || !isNew) && (
              <Button
                variant="subtle"
                color="red"
                aria-label={words.form.removeHeader(i + 1)}
                onClick={() => form.removeListItem('headers', i)}
              >
                ×
              </Button>
            )}
          </Group>
        ))}
        <Group gap="xs">
          <Button variant="default" size="compact-sm" onClick={add}>
            {headers.length === 0 ? words.form.changeHeaders : words.form.addHeader}
          </Button>
          {headers.length > 0 && !isNew && (
            <Button variant="subtle" size="compact-sm" onClick={() => form.setFieldValue('headers', [])}>
              {words.form.keepHeaders}
            </Button>
          )}
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}

function Kept({ kept }: Pick<HeaderFieldsProps, 'kept'>) {
  return (
    <Stack gap={2}>
      {Object.entries(kept).map(([name, mask]) => (
        <Code key={name} style={{ alignSelf: 'start', overflowWrap: 'anywhere' }}>
          {name}: {mask}
        </Code>
      ))}
      <Input.Description>{words.form.headersKept}</Input.Description>
    </Stack>
  );
}
