import { Alert, Button, Group, Input, PasswordInput, Stack, TextInput } from '@mantine/core';
import { tools as words } from '../../words/tools.ts';
import type { ToolFormApi } from './tool-fields.tsx';

export interface HeaderFieldsProps {
  readonly form: ToolFormApi;
  readonly isNew: boolean;
  readonly needsHeaders: boolean;
}

/** The headers of every call to the seller: of a tool that has some, only where they are to be others. */
export function HeaderFields({ form, isNew, needsHeaders }: HeaderFieldsProps) {
  const { headers } = form.getValues();
  const add = () => form.insertListItem('headers', { name: '', value: '' });
  return (
    <Input.Wrapper
      label={words.form.headers}
      description={words.form.headersHint}
      error={form.errors.headers}
      labelElement="div"
    >
      <Stack gap="xs" mt={4}>
        {needsHeaders && headers.length === 0 && <Alert color="orange">{words.form.headersAnew}</Alert>}
        {headers.length === 0 && !needsHeaders && <Input.Description>{words.form.headersKept}</Input.Description>}
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
        <div>
          <Button variant="default" size="compact-sm" onClick={add}>
            {headers.length === 0 ? words.form.changeHeaders : words.form.addHeader}
          </Button>
        </div>
      </Stack>
    </Input.Wrapper>
  );
}
