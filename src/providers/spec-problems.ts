import { type Spec, type SpecField, type SpecProblems, specFields } from '../migrations/spec.ts'
import type { Creation } from './provider.ts'
import { reported } from './reported.ts'

/** What can be asked for, without the rules that only one cloud has. */
export type Offer = Omit<Creation, 'problemsIn'>
/** Of clouds that take everything or one prefix of it, leave nothing to choose, and find a creation again by its name. */
export const plainOffer = {
  selections: ['everything', 'prefixes'],
  mostNames: 1,
  overwrites: [],
  checks: [],
  storageClasses: [],
  defaults: {},
  tokenIn: 'name',
} as const

/** By field; undefined is no problem. */
export type Findings = Partial<Record<SpecField, string | undefined>>

/** Everything that is wrong with a spec. Of several findings at one field, the first is told. Pure. */
export function specProblems(spec: Spec, offer: Offer, rules: readonly Findings[]): SpecProblems {
  const findings = [untakenFields(spec, offer), missingFields(spec, offer), wrongChoices(spec, offer), ...rules]
  return Object.assign({}, ...findings.map((found) => reported(found)).toReversed())
}

/** Whether something was typed there. A selection of everything is the absence of one. */
export function isFilled(spec: Spec, field: SpecField): boolean {
  const value = valuesOf(spec)[field]
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** What is too long, in characters; nothing at all is not. */
export function lengthProblem(text: string | undefined, longest: number): string | undefined {
  const length = text?.length ?? 0
  return length > longest ? `At most ${longest} characters fit here, and these are ${length}.` : undefined
}

export const needed = 'This is needed.'

/** Left out in silence, it would not happen, and nobody would know. */
function untakenFields(spec: Spec, { fields }: Offer): Findings {
  const taken: readonly SpecField[] = ['account', 'kind', ...fields]
  const untaken = specFields.filter((field) => isFilled(spec, field) && !taken.includes(field))
  return Object.fromEntries(untaken.map((field) => [field, 'This can’t be asked for here. Leave it empty.']))
}

function missingFields(spec: Spec, { required }: Offer): Findings {
  return Object.fromEntries(required.filter((field) => !isFilled(spec, field)).map((field) => [field, needed]))
}

function wrongChoices({ source, options }: Spec, offer: Offer): Findings {
  return {
    'source.cloud': choiceProblem(source.cloud, offer.sourceClouds),
    'source.selection': choiceProblem(source.selection, offer.selections),
    ...selectionProblems(source),
    'options.overwrite': choiceProblem(options.overwrite, offer.overwrites),
    'options.check': choiceProblem(options.check, offer.checks),
    'options.storageClass': choiceProblem(
      options.storageClass,
      offer.storageClasses.map(({ value }) => value),
    ),
  }
}

function choiceProblem(chosen: string | undefined, offered: readonly string[]): string | undefined {
  if (chosen === undefined || chosen === '' || offered.length === 0 || offered.includes(chosen)) return undefined
  return `Choose one of: ${offered.join(', ')}.`
}

/** An empty name is a prefix of everything: it would take the whole bucket. */
function selectionProblems({ selection, names = [], listFile }: Spec['source']): Findings {
  const isByName = selection === 'prefixes' || selection === 'objects'
  const isByFile = selection === 'list' || selection === 'url list'
  return {
    'source.names': isByName ? namesProblem(names) : spareProblem(names.length > 0, selection),
    'source.listFile': isByFile ? fileProblem(listFile) : spareProblem(listFile !== undefined, selection),
  }
}

function namesProblem(names: readonly string[]): string | undefined {
  if (names.length === 0) return 'Name at least one.'
  return names.includes('')
    ? 'An empty name would take the whole bucket. Select everything if you mean that.'
    : undefined
}

function fileProblem(file: Spec['source']['listFile']): string | undefined {
  return file?.bucket && file.key ? undefined : 'Name the bucket and the file in it.'
}

function spareProblem(isSpare: boolean, selection: string): string | undefined {
  return isSpare ? `This has no meaning while the selection is “${selection}”. Leave it empty.` : undefined
}

function valuesOf({ account, kind, name, description, source, target, options }: Spec): Record<SpecField, unknown> {
  return {
    ...{ account, kind, name, description },
    'source.cloud': source.cloud,
    'source.endpoint': source.endpoint,
    'source.region': source.region,
    'source.bucket': source.bucket,
    'source.appId': source.appId,
    'source.key': source.key,
    'source.selection': source.selection === 'everything' ? undefined : source.selection,
    'source.names': source.names,
    'source.listFile': source.listFile,
    'source.cdn': source.cdn,
    'target.region': target.region,
    'target.bucket': target.bucket,
    'target.prefix': target.prefix,
    'target.key': target.key,
    'options.overwrite': options.overwrite,
    'options.storageClass': options.storageClass,
    'options.check': options.check,
    'options.copiesMetadata': options.copiesMetadata,
    'options.restoresArchived': options.restoresArchived,
    'options.encrypts': options.encrypts,
    'options.requesterPays': options.requesterPays,
    'options.recordsFailures': options.recordsFailures,
    'options.priority': options.priority,
    'options.since': options.since,
    'options.limits': options.limits,
    'options.notification': options.notification,
  }
}
