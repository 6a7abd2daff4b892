import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { api, type Tool } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { tools as words } from '../../words/tools.ts';
import { ToolFields } from './tool-fields.tsx';
import { formOf, patchOf } from './tool-form.ts';
import { useToolForm, useToolWrite } from './use-tool-form.ts';

/** Changes a tool: only what was typed anew is sent. */
export function EditTool({ tool }: { readonly tool: Tool }) {
  const { form, before, isChangedElsewhere, fill } = useFilledForm(tool);
  const { write, isPending, error, reset, ref, focusWrong } = useToolWrite(
    form,
    () => {
      const body = patchOf(before, form.getValues());
      return api.patch('/v1/tools/{short_id}', { path: { short_id: tool.short_id }, body });
    },
    { refresh: [['tools']], done: () => words.saved, onDone: fill },
  );
  const submit = () => {
    reset();
    if (Object.keys(patchOf(before, form.getValues())).length > 0) write();
    else notifications.show({ message: words.nothingChanged });
  };
  const wrong = Object.keys(form.errors).length;
  return (
    <form onSubmit={form.onSubmit(submit, focusWrong)} noValidate ref={ref}>
      <Stack maw={720}>
        {isChangedElsewhere && (
          <Alert color="orange" role="status">
            <Text size="sm">{words.form.elsewhere}</Text>
            <Button mt="xs" size="compact-sm" variant="default" onClick={() => fill(tool)}>
              {words.form.takeNewer}
            </Button>
          </Alert>
        )}
        <fieldset disabled={isPending} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
          <ToolFields form={form} sellers={null} isNew={false} keptHeaders={tool.auth_headers ?? {}} />
        </fieldset>
        {error && <Problem error={error} />}
        <Group>
          <Button type="submit" loading={isPending}>
            {words.save}
          </Button>
          <Text size="sm" c="var(--mantine-color-error)" role="status">
            {wrong > 0 && words.form.wrong(wrong)}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

/** What is typed stays; a form in which nothing was typed follows the tool. */
function useFilledForm(tool: Tool) {
  const [before, setBefore] = useState(() => formOf(tool, false));
  const form = useToolForm(before, before);
  const fill = (from: Tool) => {
    const anew = formOf(from, false);
    setBefore(anew);
    form.setValues(anew);
    form.resetDirty(anew);
    form.clearErrors();
  };
  const isOther = JSON.stringify(formOf(tool, false)) !== JSON.stringify(before);
  const isTyped = form.isDirty();
  useEffect(() => {
    if (isOther && !isTyped) fill(tool);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as the tool changes, not as the form does
  }, [isOther, tool]);
  return { form, before, fill, isChangedElsewhere: isOther && isTyped };
}
