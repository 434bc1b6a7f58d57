import { z } from 'zod'
import { defined } from '../../defined.ts'
import type { Choice, Field, OptionField, Question } from './field.ts'
import type { Phrase } from './phrase.ts'

type Asked = Omit<Question, 'part' | 'as'>

/** A field for text on one line. Blanks around it are dropped; empty text counts as no answer. */
export function textField(asked: Asked & { as?: Question['as'] }): Field<string> {
  return {
    schema: z.string(),
    questions: [{ part: '', as: 'text', ...asked }],
    read: ({ '': typed }) => defined({ value: trimmed(typed) }),
    write: (value) => ({ '': value }),
    isOpen: (value) => value === '',
  }
}

/** A field for one of a few words. */
export function choiceField<Word extends string>(words: readonly Word[], asked: Asked): Field<Word> {
  return {
    schema: z.enum(words),
    questions: [{ part: '', as: 'choice', ...asked }],
    read({ '': chosen }) {
      if (chosen === undefined) return {}
      const value = words.find((word) => word === chosen)
      return value === undefined ? { problem: `Choose one of: ${words.join(', ')}.` } : { value }
    },
    write: (value) => ({ '': value }),
  }
}

/** A field for yes or no. Without an answer the cloud decides. `words` describes a yes: "copying metadata". */
export function yesOrNoField({ words, ...question }: Asked & { words: string }): OptionField<boolean> {
  return {
    schema: z.boolean(),
    questions: [{ part: '', as: 'yes or no', choices: yesOrNo, ...question }],
    read: ({ '': chosen }) => defined({ value: chosen === 'yes' ? true : chosen === 'no' ? false : undefined }),
    write: (value) => ({ '': value ? 'yes' : 'no' }),
    words: (value) => [value ? words : `not ${words}`],
  }
}

const yesOrNo: readonly Choice[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
]

/** The given field as one of the options, with its wording. */
export function told<Value>(field: Field<Value>, words: (value: Value) => Phrase): OptionField<Value> {
  return { ...field, words }
}

export function trimmed(typed: string | undefined): string | undefined {
  return typed?.trim() || undefined
}
