import { Checkbox, Fieldset, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { tools as words } from '../../words/tools.ts';
import { HeaderFields } from './header-fields.tsx';
import { PlanFields } from './plan-fields.tsx';
import type { ToolForm } from './tool-form.ts';

export type ToolFormApi = UseFormReturnType<ToolForm>;

export interface ToolFieldsProps {
  readonly form: ToolFormApi;
  /** Null where the seller is not to be chosen. */
  readonly sellers: ReadonlyMap<string, string> | null;
  readonly isNew: boolean;
  /** Names and masks of the headers that are stored. */
  readonly keptHeaders?: Readonly<Record<string, string>>;
}

/** Every field of a tool, in groups. */
export function ToolFields({ form, sellers, isNew, keptHeaders = {} }: ToolFieldsProps) {
  const { jobUrl, statusUrl, batchUrl } = words.form;
  return (
    <Stack>
      <Fieldset legend={words.form.basics}>
        <Stack gap="sm">
          {sellers && <SellerField form={form} sellers={sellers} />}
          {isNew && (
            <TextInput
              label={words.form.shortId}
              description={words.form.shortIdHint}
              {...form.getInputProps('short_id')}
            />
          )}
          <TextInput label={words.form.name} required {...form.getInputProps('name')} />
        </Stack>
      </Fieldset>
      <Fieldset legend={words.form.calls}>
        <Stack gap="sm">
          <TextInput label={jobUrl} description={words.form.jobUrlHint} required {...form.getInputProps('job_url')} />
          <TextInput label={statusUrl} description={words.form.statusUrlHint} {...form.getInputProps('status_url')} />
          <TextInput
            label={batchUrl}
            description={words.form.batchUrlHint}
            {...form.getInputProps('status_batch_url')}
          />
          <HeaderFields form={form} isNew={isNew} kept={keptHeaders} />
          <NativeSelect
            label={words.form.callbackAuth}
            data={[
              { value: 'secret', label: words.form.callbackSecret },
              { value: 'url_token', label: words.form.callbackUrl },
            ]}
            {...form.getInputProps('callback_auth')}
          />
        </Stack>
      </Fieldset>
      <Fieldset legend={words.form.asks}>
        <PlanFields form={form} />
      </Fieldset>
      <Fieldset legend={words.form.more}>
        <More form={form} />
      </Fieldset>
    </Stack>
  );
}

function SellerField({ form, sellers }: { readonly form: ToolFormApi; readonly sellers: ReadonlyMap<string, string> }) {
  const choices = [...sellers].map(([value, name]) => ({ value, label: `${name.slice(0, 60)} (${value.slice(-6)})` }));
  return (
    <NativeSelect
      label={words.form.seller}
      required
      data={[{ value: '', label: words.form.chooseSeller }, ...choices]}
      {...form.getInputProps('seller_id')}
    />
  );
}

function More({ form }: { readonly form: ToolFormApi }) {
  const { template, templateHint, schema, schemaHint, response, responseHint, remoteIdAt, remoteIdAtHint } = words.form;
  return (
    <Stack gap="sm">
      <TextInput label={words.form.deadline} inputMode="numeric" {...form.getInputProps('deadline_s')} />
      <TextInput label={words.form.concurrency} inputMode="numeric" {...form.getInputProps('max_concurrency')} />
      <Checkbox label={words.form.mirror} {...form.getInputProps('mirror_result_url', { type: 'checkbox' })} />
      <CodeField form={form} name="payload_template" label={template} hint={templateHint} />
      <CodeField form={form} name="inputs_schema" label={schema} hint={schemaHint} />
      <CodeField form={form} name="response" label={response} hint={responseHint} />
      <TextInput label={remoteIdAt} description={remoteIdAtHint} {...form.getInputProps('remote_id_at')} />
    </Stack>
  );
}

interface CodeFieldProps {
  readonly form: ToolFormApi;
  readonly name: 'payload_template' | 'inputs_schema' | 'response';
  readonly label: string;
  readonly hint: string;
}

function CodeField({ form, name, label, hint }: CodeFieldProps) {
  return (
    <Textarea
      label={label}
      description={hint}
      autosize
      minRows={2}
      maxRows={12}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      {...form.getInputProps(name)}
    />
  );
}
