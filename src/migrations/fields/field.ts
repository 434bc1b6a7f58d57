import type { z } from 'zod'
import type { LimitRules } from '../typed/limit-rules.ts'
import type { Phrase } from './phrase.ts'

/**
 * One thing that can be requested when a migration is created: how it is stored, which questions ask for it, how
 * answers become a value and back, and how the value is worded for the approver.
 */
export type Field<Value> = {
  schema: z.ZodType<Value>
  /** Questions in the order in which they are asked. If a field has several, `part` tells them apart. */
  questions: readonly Question[]
  /**
   * Reads a value from the answers to the field's own questions, by part. Returns no value if the answers leave the
   * field open.
   */
  read(answers: Parts, form: Form): Reading<Value>
  /** The answers, by part, from which `read` makes this value. */
  write(value: Value): Parts
  /** Whether a value means the same as leaving the field open. */
  isOpen?(value: Value): boolean
  /** The message for a person who leaves the field open although it is required. */
  missing?: string
}

/** A field among the options, which are worded one after the other. */
export type OptionField<Value> = Field<Value> & {
  /** The value in words. Empty if the value is shown in another way. */
  words(value: Value): Phrase
}

/** Answers by part of the field. A field with one question has the part "". */
export type Parts = Readonly<Record<string, string | undefined>>
export type Reading<Value> = {
  value?: Value
  /** Why the answers cannot be read, worded for the person who typed them. */
  problem?: string
}

/** How a question is answered. `key`, `bucket` and `region` are chosen from what exists now, if it can be listed. */
export type QuestionSort = 'text' | 'lines' | 'yes or no' | 'choice' | 'key' | 'bucket' | 'region'

export type Question = {
  part: string
  step: 'source' | 'target' | 'options'
  as: QuestionSort
  label: string
  hint?: string
  placeholder?: string
  maxLength?: number
  /** Option name that answers this question on a command line, typed after two hyphens. */
  flag?: string
  /** Choices that are the same with every cloud. If absent, the cloud's own terms list them. */
  choices?: readonly Choice[]
  /** Labels for the choices, by value. A value without a label is shown as it is. */
  labels?: Readonly<Record<string, string>>
  /** The choice that is selected until somebody chooses. */
  initial?: string
  /** Text for an unanswered question, where leaving it open means something else than the cloud's default. */
  unanswered?: string
  /** Heading of the group of options that this question begins. */
  heading?: string
  /** Whether the page is drawn again after an answer, because other questions depend on it. */
  redraws?: true
  /** Whether the answer holds object names. Part of a path between slashes may look as random as a secret. */
  isPath?: true
  /** Whether the question makes sense beside the other answers. If absent, it always does. */
  isFor?(form: Form): boolean
}

export type Choice = { value: string; label: string }

/** Terms on which one kind of migration takes a field. */
export type Terms<Value = unknown> = {
  /** Whether the field must be answered wherever its questions make sense beside the other answers. */
  isRequired?: true
  /** Values to choose from. A plain word takes its label from the question. */
  choices?: readonly (string | Choice)[]
  /** The cloud's choice if the field is left open, as far as its documents say. */
  default?: Value
  /** The most names that fit into the field. */
  most?: number
  /** The only source clouds for which the field has a meaning. */
  clouds?: readonly string[]
  /** Words that replace those of a question, by part. */
  words?: Readonly<Record<string, Partial<Pick<Question, 'label' | 'hint' | 'placeholder' | 'unanswered'>>>>
}

/** Typed or chosen answers, by the name of the question. */
export type DraftAnswers = Readonly<Record<string, string>>

/** A form that somebody is filling in. */
export type Form = {
  /** The fields of the kind, in the order in which people think of them. An absent field cannot be requested. */
  takes: Readonly<Partial<Record<string, Terms>>>
  limitRules?: LimitRules
  answers: DraftAnswers
}

/** The values that a field's terms offer. Undefined if anything may be typed. */
export function offeredBy({ choices }: Terms): readonly string[] | undefined {
  return choices?.map((choice) => (typeof choice === 'string' ? choice : choice.value))
}
