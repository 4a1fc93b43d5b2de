import { Checkbox, NumberInput, Radio, Select, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Constraint } from '../api/operation.ts';
import css from './api_form.module.css';
import { kListInDialog } from './dialog.tsx';

/** From how many choices on a list is quicker to read than a row of buttons. */
const kManyChoices = 4;

interface OtherInputProps {
  wanted: Constraint;
  common: { name: string; label: string; size: 'sm' | 'md'; value?: unknown; error?: ReactNode };
  nameOf?: (value: string) => string;
}

/** The input for what is not one line of text. */
export default function OtherInput({ wanted, common: { value, ...common }, nameOf }: OtherInputProps) {
  const text = String(value ?? '');
  const choices = wanted.enum?.map((each) => ({ value: each, label: nameOf ? nameOf(each) : each }));
  if (choices && choices.length < kManyChoices) {
    return (
      <Radio.Group {...common} value={text}>
        <div className={css.choices}>
          {choices.map((choice) => (
            <Radio key={choice.value} {...choice} size="sm" />
          ))}
        </div>
      </Radio.Group>
    );
  }
  if (choices) return <Select {...common} comboboxProps={kListInDialog} value={text || null} data={choices} allowDeselect={!wanted.required} />;
  if (wanted.type === 'boolean') return <Checkbox {...common} checked={value === true} />;
  if (wanted.type === 'integer' || wanted.type === 'number') {
    return (
      <NumberInput
        {...common}
        value={typeof value === 'number' ? value : ''}
        allowDecimal={wanted.type === 'number'}
        {...(wanted.minimum === undefined ? {} : { min: wanted.minimum })}
        {...(wanted.maximum === undefined ? {} : { max: wanted.maximum })}
        clampBehavior="none"
      />
    );
  }
  return <Textarea {...common} value={text} {...(wanted.maxLength ? { maxLength: wanted.maxLength } : {})} autosize minRows={3} maxRows={10} />;
}
