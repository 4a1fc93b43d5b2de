// What an operation is to the code that calls it: the types of the API by the name of their operation, which is the route's
// name everywhere else too ("list_calls").
import type { components, operations } from './generated.ts';

export type OperationId = keyof operations;
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a parameter or a member must be, as the document has it, flattened to what a field or a filter can use. */
export interface Constraint {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'any';
  required?: true;
  format?: string;
  enum?: readonly string[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
}

export interface Operation<Id extends OperationId = OperationId> {
  readonly id: Id;
  readonly method: Method;
  readonly path: string;
  /** The least role of a session; nothing where no session is needed. */
  readonly role?: components['schemas']['Role'];
  /** For people of the platform itself, whatever their role in an organisation. */
  readonly platform?: true;
  /** What the role must grant besides: "team:write". */
  readonly permission?: string;
  /** What the organisation's plan must include. */
  readonly capability?: string;
  /** Sent twice under one key, it happens once. */
  readonly once?: true;
  readonly query?: { readonly [Name in keyof QueryOf<Id>]: Constraint };
  readonly body?: { readonly [Name in keyof BodyOf<Id>]: Constraint };
}

type ParametersOf<Id extends OperationId> = operations[Id]['parameters'];

/** The query's parameters; nothing for who takes none. */
export type QueryOf<Id extends OperationId> = ParametersOf<Id> extends { query?: infer Query }
  ? Exclude<Query, undefined> extends never ? object : Exclude<Query, undefined>
  : object;

/** What is filled into the braces of the path. */
export type PathOf<Id extends OperationId> = ParametersOf<Id> extends { path: infer Path } ? Path : never;

export type BodyOf<Id extends OperationId> = operations[Id] extends { requestBody: { content: { 'application/json': infer Body } } }
  ? Body
  : never;

/** What comes back when it went well. */
export type AnswerOf<Id extends OperationId> = {
  [Status in keyof operations[Id]['responses']]: Status extends 200 | 201 | 202
    ? operations[Id]['responses'][Status] extends { content: { 'application/json': infer Answer } } ? Answer : never
    : never;
}[keyof operations[Id]['responses']];

type Given<Name extends string, What> = [What] extends [never] ? { [N in Name]?: never } : { [N in Name]: What };

/** Everything one call of it needs; the compiler asks for what the document asks for. */
export type Asking<Id extends OperationId> = Given<'path', PathOf<Id>> &
  Given<'body', BodyOf<Id>> & {
    query?: QueryOf<Id>;
    signal?: AbortSignal | undefined;
    /** One intention, one key: for what happens once. */
    key?: string;
  };
