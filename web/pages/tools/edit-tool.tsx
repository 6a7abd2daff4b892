import { Button, Group, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { api, type Tool } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { useWrite } from '../../parts/use-write.ts';
import { tools as words } from '../../words/tools.ts';
import { ToolFields } from './tool-fields.tsx';
import { formOf, movesHost, patchOf } from './tool-form.ts';
import { errorsOf, useToolForm } from './use-tool-form.ts';

/** Changes a tool: only what was typed anew is sent. */
export function EditTool({ tool }: { readonly tool: Tool }) {
  const [before, setBefore] = useState(() => formOf(tool, false));
  const form = useToolForm(before);
  const { write, isPending, error } = useWrite({
    act: async () => {
      try {
        const body = patchOf(before, form.getValues());
        return await api.patch('/v1/tools/{short_id}', { path: { short_id: tool.short_id }, body });
      } catch (problem) {
        form.setErrors(errorsOf(problem));
        throw problem;
      }
    },
    refresh: [['tools']],
    tellProblem: false,
    done: () => words.saved,
    onDone: (saved) => {
      const anew = formOf(saved, false);
      setBefore(anew);
      form.setValues(anew);
      form.resetDirty(anew);
    },
  });
  const submit = () => {
    if (Object.keys(patchOf(before, form.getValues())).length > 0) write(undefined);
    else notifications.show({ message: words.nothingChanged });
  };
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack maw={720}>
        <fieldset disabled={isPending} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
          <ToolFields form={form} sellers={null} isNew={false} needsHeaders={movesHost(before, form.getValues())} />
        </fieldset>
        {error && <Problem error={error} />}
        <Group>
          <Button type="submit" loading={isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
