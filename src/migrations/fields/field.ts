import type { z } from 'zod'
import type { LimitRules } from '../limit-rules.ts'
import type { Phrase } from './phrase.ts'

/**
 * One thing that can be asked for when a migration is created: how it is stored, which questions ask for it, how their
 * answers become its value and the other way round, and how it is told to whoever approves it.
 */
export type Field<Value> = {
  schema: z.ZodType<Value>
  /** In the order in which they are asked; `part` tells several questions of one field apart. */
  questions: readonly Question[]
  /** Nothing where the answers leave it open. `answers` holds those of the field's own questions, by part. */
  read(answers: Parts, form: Form): Reading<Value>
  /** The answers that `read` makes this value of, by part. */
  write(value: Value): Parts
  /** Whether a value says no more than its absence. */
  isOpen?(value: Value): boolean
  /** What somebody is told who leaves it open where it is needed. */
  missing?: string
}

/** A field of the options, which are told one beside the other. */
export type OptionField<Value> = Field<Value> & {
  /** Empty where it is told in another way. */
  words(value: Value): Phrase
}

/** Answers by the part of the field; a field with one question has the part "". */
export type Parts = Readonly<Record<string, string | undefined>>
export type Reading<Value> = {
  value?: Value /** Why the answers say nothing, for whoever typed them. */
  problem?: string
}

/** `key`, `bucket` and `region` are chosen from what there is at this moment, as far as that can be listed. */
export type QuestionSort = 'text' | 'lines' | 'yes or no' | 'choice' | 'key' | 'bucket' | 'region'

export type Question = {
  part: string
  step: 'source' | 'target' | 'options'
  as: QuestionSort
  label: string
  hint?: string
  placeholder?: string
  maxLength?: number
  /** Typed after two hyphens, it answers this question of a command line. */
  flag?: string
  /** What can be chosen with every cloud; otherwise the cloud's own terms say it. */
  choices?: readonly Choice[]
  /** What is chosen, as people read it; a word that is missing here is read as it is. */
  labels?: Readonly<Record<string, string>>
  /** Chosen already where nobody has chosen. */
  initial?: string
  /** Said instead of the cloud's default, where that is not what leaving it open means. */
  unanswered?: string
  /** Begins a group of options, and names it. */
  heading?: string
  /** Other questions depend on the answer, so the page is drawn again when it is given. */
  redraws?: true
  /** It holds names of objects: a part between slashes may be as random as a secret. */
  isPath?: true
  /** Whether it makes sense beside the other answers. */
  isFor?(form: Form): boolean
}

export type Choice = { value: string; label: string }

/** What one kind of migration takes for a field. */
export type Terms<Value = unknown> = {
  /** Nothing can be made without it, wherever it makes sense beside the other answers. */
  isRequired?: true
  /** A word alone has the label that its question gives it. */
  choices?: readonly (string | Choice)[]
  /** What the cloud does where it is left open, as far as its documents say. */
  default?: Value
  /** How many names fit. */
  most?: number
  /** Source clouds for which alone it means something. */
  clouds?: readonly string[]
  /** Other words for a question, by part. */
  words?: Readonly<Record<string, Partial<Pick<Question, 'label' | 'hint' | 'placeholder' | 'unanswered'>>>>
}

/** What was typed or chosen, by the name of the question. */
export type DraftAnswers = Readonly<Record<string, string>>

/** A form that is being filled in. */
export type Form = {
  /** By field, in the order in which people think of them; what is absent cannot be asked for. */
  takes: Readonly<Partial<Record<string, Terms>>>
  limitRules?: LimitRules
  answers: DraftAnswers
}
