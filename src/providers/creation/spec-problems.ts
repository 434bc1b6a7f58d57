import type { z } from 'zod'
import { defined } from '../../defined.ts'
import { type Form, offeredBy, type Terms } from '../../migrations/fields/field.ts'
import { answersOf } from '../../migrations/fields/form.ts'
import { anyField, type FieldName, isFieldName, type Takes } from '../../migrations/fields/index.ts'
import { selections } from '../../migrations/spec/selection.ts'
import { chosenIn, type Spec, type SpecField, type SpecProblems } from '../../migrations/spec/spec.ts'
import type { CreateOrder, Inputs, SpecKeys } from '../provider.ts'
import type { WireOrder } from '../wire/fields.ts'
import { longestToken } from './token.ts'

/** Problems by field. Undefined means no problem. */
export type Findings = Partial<Record<SpecField, string | undefined>>

/** How a cloud finds what is wrong with a spec: in the order that the spec makes, with the longest possible token. */
export type Checks = WireOrder<CreateOrder> & {
  takes: Takes
  /** Rules that neither the fields nor the schema of the order state. */
  rules(spec: Spec, keys: SpecKeys): Findings
}

/** Inputs whose problems are found by the fields, by rules of the cloud and by the schema of its order. */
export function checkedInputs({ takes, from, schema, fieldAt, rules }: Checks): Inputs {
  return {
    takes,
    problemsIn(spec, keys) {
      const found = orderProblems(from({ spec, keys, token: longestToken }), schema, fieldAt)
      return specProblems(spec, takes, [unknownKeys(spec, keys), rules(spec, keys), found])
    },
  }
}

/** Everything that is wrong with a spec. If a field has several problems, the first is returned. Pure. */
function specProblems(spec: Spec, takes: Takes, rules: readonly Findings[]): SpecProblems {
  const findings = [fieldProblems(spec, takes), selectionProblems(spec.source), ...rules]
  return Object.assign({}, ...findings.map((found) => defined(found)).toReversed())
}

/**
 * Problems that a cloud's own schema finds in the order that a spec makes, in the schema's words. `fieldAt` maps the
 * beginning of a path in the order ("src_node.list_file") to the field from which that part comes.
 */
function orderProblems(order: unknown, schema: z.ZodType, fieldAt: Readonly<Record<string, SpecField>>): Findings {
  const findings: Findings = {}
  for (const issue of schema.safeParse(order).error?.issues ?? []) {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    for (const path of paths) findings[fieldOf(path, fieldAt)] ??= issue.message
  }
  return findings
}

function fieldOf(path: readonly PropertyKey[], fieldAt: Readonly<Record<string, SpecField>>): SpecField {
  const beginnings = path.map((_, index) => path.slice(0, path.length - index).join('.'))
  const field = beginnings.map((beginning) => fieldAt[beginning]).find((found) => found !== undefined)
  if (field === undefined) throw new Error(`No field matches ${path.join('.')}`)
  return field
}

const needed = 'This is required.'
const untaken = 'This is not available here. Leave it empty.'
const misplaced = 'This does not go with the other answers. Leave it empty.'

function fieldProblems(spec: Spec, takes: Takes): Findings {
  const values = chosenIn(spec)
  // Whether the selection itself is possible is checked elsewhere.
  const form: Form = { takes: { ...takes, 'source.selection': { choices: selections } }, answers: answersOf(spec) }
  const findings: Findings = {}
  // A field left out in silence would have no effect, and nobody would know.
  for (const field of Object.keys(values).filter(isFieldName)) if (takes[field] === undefined) findings[field] = untaken
  for (const [field, terms] of Object.entries(takes)) {
    if (!isFieldName(field)) continue
    const isMeant = isAsked(field, form)
    const isMissing = terms.isRequired && isMeant && values[field] === undefined
    findings[field] = isMissing ? (anyField[field].missing ?? needed) : valueProblem(values[field], terms, isMeant)
  }
  return findings
}

function valueProblem(value: unknown, terms: Terms, isMeant: boolean): string | undefined {
  if (value === undefined) return undefined
  if (!isMeant) return misplaced
  const { most } = terms
  const offered = offeredBy(terms)
  if (Array.isArray(value) && most !== undefined && value.length > most) return tooMany(value.length, most)
  if (typeof value !== 'string' || offered === undefined) return undefined
  return offered.includes(value) ? undefined : `Choose one of: ${offered.join(', ')}.`
}

function tooMany(count: number, most: number): string {
  if (most === 1) return 'Only one prefix is possible here. Create one migration for each.'
  return `Use at most ${most} names. These are ${count}. Use a list file instead.`
}

function isAsked(field: FieldName, form: Form): boolean {
  return anyField[field].questions.some(({ isFor }) => isFor?.(form) ?? true)
}

/** Problems of names and list files. An empty name is a prefix of everything: it would take the whole bucket. */
function selectionProblems({ names = [], listFile }: Spec['source']): Findings {
  const isWholeFile = listFile === undefined || (listFile.bucket !== '' && listFile.key !== '')
  return {
    'source.names': names.includes('')
      ? 'An empty name would move the whole bucket. Choose everything if you want that.'
      : undefined,
    'source.listFile': isWholeFile ? undefined : 'Give both the bucket and the list file.',
  }
}

/** Storage keys that a spec names and that are not kept any more. */
function unknownKeys({ source, target }: Spec, keys: SpecKeys): Findings {
  return {
    'source.key': source.key && keys.source === undefined ? unknownKey : undefined,
    'target.key': target.key && keys.target === undefined ? unknownKey : undefined,
  }
}

const unknownKey = 'There is no storage key with this name.'
