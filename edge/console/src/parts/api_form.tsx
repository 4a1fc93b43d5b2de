// A form made from what an operation wants in its body: a field for each member that is named here, of the kind its type asks for,
// checked by the document's limits, and with the server's own faults at the field they are about. What one means by a press is
// done once (send.ts).
import { Button, PasswordInput, Skeleton, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Fragment, type HTMLInputAutoCompleteAttribute, type ReactNode, Suspense, lazy } from 'react';
import type { ApiProblem } from '../api/client.ts';
import type { AnswerOf, Asking, BodyOf, Constraint, Operation, OperationId, PathOf } from '../api/operation.ts';
import { useSpeech } from '../i18n/language.tsx';
import css from './api_form.module.css';
import { faultOf, fieldOf, isLeftOut, isPlainText } from './constraints.ts';
import { useSend } from './send.ts';
import { FailedNotice, asProblem } from './states.tsx';

export interface Field<Value> {
  label: string;
  hint?: string;
  placeholder?: string;
  /** Wanted here although the server can do without, with the words for its absence. */
  required?: string;
  autoComplete?: HTMLInputAutoCompleteAttribute;
  autoFocus?: boolean;
  keyboard?: 'tel' | 'email' | 'url';
  /** A choice in the reader's words. */
  name?: (value: NonNullable<Value>) => string;
  /** What is typed, as the server wants it: "(212) 555-0142" is "+12125550142". */
  asSent?: (typed: string) => string;
  /** An input of the page's own, where the type alone does not tell the best one. */
  input?: (bound: InputProps) => ReactNode;
}

/** What an input is given: its words, its value, and where to say that it changed. */
export interface InputProps {
  name: string;
  label: string;
  size: 'sm' | 'md';
  description?: string;
  value?: unknown;
  error?: ReactNode;
  'aria-required'?: boolean;
}

export type FieldsOf<Id extends OperationId> = { readonly [Name in keyof BodyOf<Id>]?: Field<BodyOf<Id>[Name]> };

export interface ApiFormProps<Id extends OperationId> {
  of: Operation<Id>;
  path?: PathOf<Id>;
  /** In the order they are shown. */
  fields: FieldsOf<Id>;
  /** What the fields begin with, and members that are sent without being asked for. */
  initial?: Partial<BodyOf<Id>>;
  submit: string;
  onDone: (answer: AnswerOf<Id>) => unknown;
  /** For what is not simply asked: signing in needs a token first. */
  send?: (asking: Asking<Id>) => Promise<AnswerOf<Id>>;
  /** A refusal in the page's own words, where it has better ones. */
  refused?: (code: ApiProblem['code']) => ReactNode;
  onRefused?: () => void;
  size?: 'sm' | 'md';
  children?: ReactNode;
}

type Entries = Record<string, unknown>;

/** Lists, numbers and switches are fetched by the forms that have them: the sign-in page has none. */
const OtherInput = lazy(() => import('./other_input.tsx'));

export function ApiForm<Id extends OperationId>(props: ApiFormProps<Id>) {
  const { of, path, initial = {}, submit, size = 'sm' } = props;
  const { t, tOr } = useSpeech();
  const wanted = (of.body ?? {}) as Record<string, Constraint>;
  const fields = Object.entries(props.fields) as [string, Field<unknown>][];
  const asSent = (name: string, value: unknown, field: Field<unknown>): unknown => {
    if (typeof value !== 'string') return value;
    const text = wanted[name]?.format === 'password' ? value : value.trim();
    return text && field.asSent ? field.asSent(text) : text;
  };

  const form = useForm<Entries>({
    initialValues: { ...Object.fromEntries(fields.map(([name]) => [name, emptyOf(wanted[name])])), ...(initial as Entries) },
    validate: Object.fromEntries(
      fields.map(([name, field]) => [
        name,
        (value: unknown) => {
          const sent = asSent(name, value, field);
          if (isLeftOut(sent) && field.required) return field.required;
          const fault = faultOf(sent, wanted[name] ?? { type: 'any' });
          return fault && t(fault.key, fault.values);
        },
      ]),
    ),
  });
  const send = useSend(of, {
    ...(props.send ? { send: props.send } : {}),
    onSuccess: props.onDone,
    onError: (problem) => {
      props.onRefused?.();
      // A code of its own has words in every language; the faults of a whole body have only the server's.
      const said = tOr(`problem.${problem.code}`, '');
      for (const { path: where, message } of problem.details) form.setFieldError(fieldOf(where), said || message);
    },
  });
  const press = form.onSubmit((values) => {
    const body = { ...(initial as Entries) };
    for (const [name, field] of fields) {
      const value = asSent(name, values[name], field);
      if (isLeftOut(value)) delete body[name];
      else body[name] = value;
    }
    send.mutate({ ...(path === undefined ? {} : { path }), body } as Asking<Id>);
  });

  // A fault at a field is said there; what is about no field of this form is said above the button.
  const problem = send.error && asProblem(send.error);
  const atFields = problem?.details.length && problem.details.every(({ path: where }) => fieldOf(where) in props.fields);
  return (
    <form className={css.form} noValidate onSubmit={press}>
      {problem && !atFields && (props.refused?.(problem.code) || <FailedNotice error={problem} {...(problem.passing ? { retry: () => press() } : {})} />)}
      {fields.map(([name, field]) => (
        <Fragment key={name}>{inputOf(name, field, wanted[name] ?? { type: 'any' }, form.getInputProps(name), size)}</Fragment>
      ))}
      {props.children}
      <Button type="submit" size={size} loading={send.isPending}>
        {submit}
      </Button>
    </form>
  );
}

const emptyOf = (wanted: Constraint | undefined): unknown => wanted?.default ?? (wanted?.type === 'boolean' ? false : '');

type Bound = { value?: unknown; error?: ReactNode };

function inputOf(name: string, field: Field<unknown>, wanted: Constraint, bound: Bound, size: 'sm' | 'md'): ReactNode {
  const { label, hint, placeholder, autoComplete, autoFocus, keyboard } = field;
  const common = {
    ...bound,
    name,
    label,
    size,
    ...(hint ? { description: hint } : {}),
    ...(placeholder ? { placeholder } : {}),
    ...(wanted.required || field.required ? { 'aria-required': true } : {}),
    ...(autoFocus ? { autoFocus } : {}),
  };
  if (field.input) return field.input(common);
  if (!isPlainText(wanted)) {
    return (
      <Suspense fallback={<Skeleton height={58} radius={6} />}>
        <OtherInput wanted={wanted} common={common} {...(field.name ? { nameOf: field.name } : {})} />
      </Suspense>
    );
  }
  const text = {
    ...common,
    value: String(bound.value ?? ''),
    ...(autoComplete ? { autoComplete } : {}),
    ...(wanted.maxLength ? { maxLength: wanted.maxLength } : {}),
  };
  if (wanted.format === 'password') return <PasswordInput {...text} />;
  return <TextInput {...text} {...(keyboard ? { type: keyboard, inputMode: keyboard } : {})} />;
}
