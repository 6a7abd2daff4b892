import { NativeSelect, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { tools as words } from '../../words/tools.ts';
import { FIELDS_OF, STRATEGIES } from './tool-form.ts';
import type { ToolFormApi } from './tool-fields.tsx';

/** When a seller is asked: a strategy, and its own fields. */
export function PlanFields({ form }: { readonly form: ToolFormApi }) {
  const { strategy } = form.getValues();
  return (
    <Stack gap="sm">
      <NativeSelect
        label={words.form.strategy}
        data={STRATEGIES.map((value) => ({ value, label: words.form.strategies[value] }))}
        {...form.getInputProps('strategy')}
      />
      {strategy === 'adaptive' ? (
        <Textarea
          label={words.form.planJson}
          description={words.form.planJsonHint}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          autosize
          minRows={4}
          spellCheck={false}
          {...form.getInputProps('planJson')}
        />
      ) : (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {FIELDS_OF[strategy].map((name) => (
            <TextInput
              key={name}
              label={words.form.planFields[name]}
              inputMode="decimal"
              {...form.getInputProps(`plan.${name}`)}
            />
          ))}
        </SimpleGrid>
      )}
    </Stack>
  );
}
