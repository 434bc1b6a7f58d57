import { consistencyChecks, overwrites } from '../../../migrations/copying.ts'
import type { DraftAnswers } from '../../../migrations/draft.ts'
import { readLimits } from '../../../migrations/limit-text.ts'
import { type Kind, kinds, type Limit } from '../../../migrations/migration.ts'
import type { Spec, SpecOptions, SpecProblems, SpecSource } from '../../../migrations/spec.ts'
import { type AskedFor, selectionOf } from '../../../views/create/ask.ts'
import { asksFor } from '../../../views/create/asks.ts'

/** What the answers ask for, and what of them can't be read at all. Answers that are not asked for now count for nothing. */
export function readSpec(form: AskedFor): { spec: Spec; problems: SpecProblems } {
  const asked = new Set(['account', 'kind', ...asksFor(form).map(({ name }) => name)])
  const answers: DraftAnswers = Object.fromEntries(Object.entries(form.answers).filter(([name]) => asked.has(name)))
  const { limits, problem } = limitsIn(answers['options.limits'], form)
  const { since, noMoment } = sinceIn(answers['options.since'])
  const spec: Spec = {
    account: answers.account ?? '',
    kind: oneOf(kinds, answers.kind) ?? firstKind,
    ...textsIn(answers, { name: 'name', description: 'description' }),
    source: { selection: selectionOf(form), ...readSource(answers) },
    target: {
      bucket: answers['target.bucket'] ?? '',
      ...textsIn(answers, { region: 'target.region', prefix: 'target.prefix', key: 'target.key' }),
    },
    options: { ...readOptions(answers), ...(limits && { limits }), ...(since !== undefined && { since }) },
  }
  const unread: SpecProblems = {
    ...(problem === undefined ? {} : { 'options.limits': problem }),
    ...(noMoment === undefined ? {} : { 'options.since': noMoment }),
  }
  return { spec, problems: unread }
}

const firstKind: Kind = 'task'

/** Nothing typed is no limit at all. */
function limitsIn(typed: string | undefined, { limitRules }: AskedFor): { limits?: Limit[]; problem?: string } {
  if (typed === undefined) return {}
  const read = readLimits(typed, limitRules ?? anyRules)
  return read.ok ? { limits: read.limits } : { problem: read.problem }
}

/** The cloud itself says what it takes. */
const anyRules = { minBytesPerSecond: 1, maxBytesPerSecond: Number.MAX_SAFE_INTEGER, maxRules: 1000 }

/** One name a line; the blanks around it belong to the name only where somebody quotes it. */
export function namesIn(typed: string | undefined): string[] {
  return [...new Set((typed ?? '').split(/\r?\n/).map((line) => line.trim()))].filter((name) => name !== '')
}

function readSource(answers: DraftAnswers): Omit<SpecSource, 'selection'> {
  const names = namesIn(answers['source.names'])
  const cdn = readCdn(answers)
  const [bucket, key] = [answers['source.listFile.bucket'], answers['source.listFile.key']]
  return {
    ...textsIn(answers, {
      cloud: 'source.cloud',
      endpoint: 'source.endpoint',
      region: 'source.region',
      bucket: 'source.bucket',
      appId: 'source.appId',
      key: 'source.key',
    }),
    ...(names.length > 0 && { names }),
    ...((bucket ?? key) !== undefined && { listFile: { bucket: bucket ?? '', key: key ?? '' } }),
    ...(cdn && { cdn }),
  }
}

/** Of a whole address only protocol and host matter: the objects' names are the path. */
function readCdn(answers: DraftAnswers): SpecSource['cdn'] {
  const typed = answers['source.cdn.domain']
  if (typed === undefined) return undefined
  const [, protocol = 'https', domain = ''] = /^(?:(https?):\/\/)?([^/]*)/i.exec(typed) ?? []
  return {
    domain,
    protocol: protocol.toLowerCase() === 'http' ? 'http' : 'https',
    authentication: answers['source.cdn.authentication'] ?? '',
  }
}

function readOptions(answers: DraftAnswers): SpecOptions {
  const overwrite = oneOf(overwrites, answers['options.overwrite'])
  const check = oneOf(consistencyChecks, answers['options.check'])
  const priority = oneOf(['high', 'medium', 'low'], answers['options.priority'])
  const notification = readNotification(answers)
  return {
    ...textsIn(answers, { storageClass: 'options.storageClass' }),
    ...(overwrite && { overwrite }),
    ...(check && { check }),
    ...(priority && { priority }),
    ...switchIn(answers, 'copiesMetadata'),
    ...switchIn(answers, 'restoresArchived'),
    ...switchIn(answers, 'encrypts'),
    ...switchIn(answers, 'requesterPays'),
    ...switchIn(answers, 'recordsFailures'),
    ...(notification && { notification }),
  }
}

type Switch = 'copiesMetadata' | 'restoresArchived' | 'encrypts' | 'requesterPays' | 'recordsFailures'

/** Neither yes nor no is the cloud's own default. */
function switchIn(answers: DraftAnswers, name: Switch): Pick<SpecOptions, Switch> {
  const answer = answers[`options.${name}`]
  return answer === undefined ? {} : { [name]: answer === 'yes' }
}

/** A template without a topic was typed for nothing, which is to be said. What is chosen from a list can't be taken back. */
function readNotification(answers: DraftAnswers): SpecOptions['notification'] {
  const { topic, ...told } = textsIn(answers, {
    topic: 'options.notification.topic',
    language: 'options.notification.language',
    template: 'options.notification.template',
  })
  if ((topic ?? told.template) === undefined) return undefined
  return { topic: topic ?? '', on: tellingsOf(answers['options.notification.on']), ...told }
}

function tellingsOf(chosen: string | undefined): ('success' | 'failure')[] {
  if (chosen === 'success' || chosen === 'failure') return [chosen]
  return ['success', 'failure']
}

/** A day or a moment in UTC. */
function sinceIn(typed: string | undefined): { since?: number; noMoment?: string } {
  if (typed === undefined) return {}
  const [, day, time = '00:00'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{2}:\d{2}(?::\d{2})?))?(?: ?UTC|Z)?$/i.exec(typed.trim()) ?? []
  const since = Date.parse(`${day}T${time}Z`)
  // JavaScript takes 31 February for 3 March.
  const isMoment = !Number.isNaN(since) && new Date(since).toISOString().startsWith(`${day}T${time}`)
  return isMoment ? { since } : { noMoment: 'Write a day like 2026-11-22, or a moment in UTC like 2026-11-22 08:30.' }
}

/** The texts that were given, trimmed; what is empty is absent. */
function textsIn<Name extends string>(
  answers: DraftAnswers,
  names: Readonly<Record<Name, string>>,
): Partial<Record<Name, string>> {
  const texts: Partial<Record<Name, string>> = {}
  for (const name in names) {
    const text = answers[names[name]]?.trim()
    if (text) texts[name] = text
  }
  return texts
}

function oneOf<Word extends string>(words: readonly Word[], typed: string | undefined): Word | undefined {
  return words.find((word) => word === typed)
}
