import { useForm } from '@mantine/form';
import { ApiProblem } from '../../api/client.ts';
import { toolChecks } from './checks.ts';
import { PLAN_FIELDS, type ToolForm } from './tool-form.ts';

/** The form of a tool: checked as one leaves a field, and again by the server. It keeps what is typed, whatever is read anew. */
export function useToolForm(initialValues: ToolForm) {
  return useForm<ToolForm>({ mode: 'controlled', initialValues, validate: toolChecks, validateInputOnBlur: true });
}

/** Where the form shows what the server said of a field. Pure. */
export function errorsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  return Object.fromEntries(error.details.map(({ field, message }) => [placeOf(field), message]));
}

function placeOf(field: string): string {
  if (field.startsWith('auth_headers')) return 'headers';
  const [first = '', second = ''] = field.split('.');
  if (first !== 'poll') return first;
  return (PLAN_FIELDS as readonly string[]).includes(second) ? `plan.${second}` : 'strategy';
}
