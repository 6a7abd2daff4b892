import { useForm } from '@mantine/form';
import { useEffect, useRef } from 'react';
import { ApiProblem } from '../../api/client.ts';
import { useWrite, type Write } from '../../parts/use-write.ts';
import { checkTool } from './checks.ts';
import { placeProblems } from './problem-fields.ts';
import { formOf, type ToolForm } from './tool-form.ts';

/**
 * The form of a tool: checked as one leaves a field, and again by the server. It keeps what is typed, whatever is read anew.
 * @param before what it was filled with, of a tool that there is; null for a new one.
 */
export function useToolForm(initialValues: ToolForm, before: ToolForm | null) {
  return useForm<ToolForm>({
    ...{ mode: 'controlled', initialValues, validateInputOnBlur: true },
    validate: (form) => checkTool(form, before),
  });
}

type Form = ReturnType<typeof useToolForm>;

/** Sends the form; what the server finds wrong stands at its inputs, and the first of them has the focus. */
export function useToolWrite<R>(form: Form, send: () => Promise<R>, write: Omit<Write<void, R>, 'act'>) {
  const ref = useRef<HTMLFormElement>(null);
  const act = async (): Promise<R> => {
    try {
      return await send();
    } catch (error) {
      if (error instanceof ApiProblem) form.setErrors(placeProblems(error.details, form.getValues()).errors);
      throw error;
    }
  };
  const sending = useWrite<void, R>({ ...write, act, tellProblem: false });
  const { error, isPending } = sending;
  // Not before the inputs can have it again.
  useEffect(() => {
    if (error && !isPending) focusWrong(ref.current);
  }, [error, isPending]);
  return { ...sending, ref, focusWrong: () => focusWrong(ref.current) };
}

/** Once the errors are drawn. */
function focusWrong(form: HTMLFormElement | null): void {
  setTimeout(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

/** Filled with an example of nothing, for a seller's own tool or one whose seller is still to be chosen. */
export function emptyForm(asksSeller: boolean, sellerId: string): ToolForm {
  return { ...formOf(null, asksSeller), seller_id: sellerId };
}
