import { type Kind, kinds } from '../migration.ts'
import {
  placeOf,
  type Spec,
  type SpecField,
  type SpecPart,
  type SpecProblems,
  specSchema,
  valuesIn,
} from '../spec/spec.ts'
import type { Choice, DraftAnswers, Form, Parts, Question, Reading } from './field.ts'
import { anyField, type FieldName, fieldNames, isFieldName } from './index.ts'

/** A question as a form asks it; `name` is the key of its answer. */
export type Asked = Question & { name: string; field: FieldName }

/**
 * The questions that a form asks, in order: those whose fields the kind takes and that make sense beside the other
 * answers.
 */
export function questionsFor(form: Form, step?: Question['step']): Asked[] {
  const taken = Object.keys(form.takes)
  const rank = ({ step, field }: Asked) => (step === 'options' ? taken.indexOf(field) : -1)
  return (
    allQuestions
      .filter((question) => form.takes[question.field] !== undefined)
      .filter((question) => step === undefined || question.step === step)
      .filter((question) => (question.isFor?.(form) ?? true) && canBeAnswered(question, form))
      // Places are asked for in the same order for all clouds, options after them in the order that each cloud gives them.
      .toSorted((a, b) => rank(a) - rank(b))
  )
}

/** Every question that can be asked. */
export const allQuestions: readonly Asked[] = fieldNames.flatMap(questionsOf)

/** The question at which a problem of a field is shown. */
export function questionOf(field: string, form: Form): Asked | undefined {
  return questionsFor(form).find((question) => question.field === field)
}

/**
 * Puts each problem at the first question of its field, by the question's name and in the order of the questions.
 * Problems of fields that are not asked for follow, by the field's name.
 */
export function atQuestions(problems: SpecProblems, form: Form): Record<string, string> {
  const left = new Map(Object.entries(problems))
  const placed = questionsFor(form).flatMap(({ field, name }) => {
    const problem = left.get(field)
    left.delete(field)
    return problem === undefined ? [] : [[name, problem]]
  })
  return Object.fromEntries([...placed, ...left])
}

/** The choices of a question, if they are known beforehand. Undefined if anything may be typed. */
export function choicesFor(question: Asked, { takes }: Form): readonly Choice[] | undefined {
  if (question.choices !== undefined) return question.choices
  if (question.as !== 'choice') return undefined
  const { choices = [] } = takes[question.field] ?? {}
  return choices.map((choice) =>
    typeof choice === 'string' ? { value: choice, label: question.labels?.[choice] ?? choice } : choice,
  )
}

/**
 * The spec that the answers make, and the problems of answers that cannot be read. Answers to questions that the form
 * does not ask now are ignored.
 */
export function readSpec(form: Form): { spec: Spec; problems: SpecProblems } {
  const asked = questionsFor(form)
  const values: Record<'source' | 'target' | 'options' | 'names', Record<string, unknown>> = {
    source: { selection: 'everything' },
    target: { bucket: '' },
    options: {},
    names: {},
  }
  const problems: Partial<Record<SpecField, string>> = {}
  for (const field of new Set(asked.map((question) => question.field))) {
    const { value, problem } = readField(field, asked, form)
    const { side = 'names', name } = placeOf(field)
    if (value !== undefined) values[side][name] = value
    if (problem !== undefined) problems[field] = problem
  }
  const { names, ...places } = values
  const spec = specSchema.parse({ account: form.answers.account ?? '', kind: kindIn(form), ...names, ...places })
  return { spec, problems }
}

/** The answers to which `readSpec` would give back this spec, or this part of one. */
export function answersOf({ account, kind, ...spec }: SpecPart): DraftAnswers {
  const parts = Object.entries(valuesIn(spec)).flatMap(([field, value]) =>
    isFieldName(field)
      ? Object.entries(anyField[field].write(value)).map(([part, answer]) => [nameOf(field, part), answer])
      : [],
  )
  const answers = [['account', account], ['kind', kind], ...parts]
  return Object.fromEntries(answers.filter(([, answer]) => answer))
}

function readField(field: FieldName, asked: readonly Asked[], form: Form): Reading<unknown> {
  const own = asked.filter((question) => question.field === field)
  const parts: Parts = Object.fromEntries(own.map(({ part, name }) => [part, form.answers[name]]))
  return anyField[field].read(parts, form)
}

function questionsOf(field: FieldName): Asked[] {
  return anyField[field].questions.map((question) => ({ ...question, field, name: nameOf(field, question.part) }))
}

function nameOf(field: FieldName, part: string): string {
  return part === '' ? field : `${field}.${part}`
}

/** Whether a question has something to choose from. Questions without a list of choices always can be answered. */
function canBeAnswered(question: Asked, form: Form): boolean {
  return question.as !== 'choice' || choicesFor(question, form)?.length !== 0
}

const firstKind: Kind = 'task'

function kindIn({ answers }: Form): Kind {
  return kinds.find((kind) => kind === answers.kind) ?? firstKind
}
