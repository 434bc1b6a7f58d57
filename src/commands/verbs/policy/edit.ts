import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { defined } from '../../../defined.ts'
import { AppError, isAppError } from '../../../errors/errors.ts'
import { isPossible } from '../../../migrations/actions.ts'
import type { DraftAnswers, Form } from '../../../migrations/fields/field.ts'
import { answersOf, atQuestions, questionsFor, readSpec } from '../../../migrations/fields/form.ts'
import type { Migration } from '../../../migrations/migration.ts'
import type { Spec, SpecProblems } from '../../../migrations/spec/spec.ts'
import { specTold } from '../../../migrations/spec/told-spec.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { CallOptions, Inputs, Operations } from '../../../providers/provider.ts'
import { editForm, editSaved } from '../../../views/act/edit-form.ts'
import { leftOpen } from '../../../views/create/field-question.ts'
import { replyCard, runExclusively, targetOf, termsFor } from '../../act.ts'
import { withMigration } from '../../find/find.ts'
import type { Found } from '../../find/found.ts'
import { keyNames, keysOf, lastKeysFor, rememberKey } from '../../key-uses.ts'
import type { Answers, Invocation, Reply, Tools } from '../../machine/command.ts'
import { misplacedSecrets } from '../../machine/typed-secret.ts'
import { beginRenaming, endRenaming } from './renaming.ts'

/** Opens a form with a migration as it is now, then replaces it by what the form says. */
export function editMigration(invocation: Invocation, tools: Tools): Promise<Reply> {
  return withMigration(invocation, tools, {
    verb: 'policy edit',
    command: (ref) => `policy edit ${ref}`,
    proceed: async (found) => {
      const { inputs } = termsFor('edit', found)
      const editing: Editing = { found, inputs, invocation, tools }
      if (invocation.answers !== undefined) return save(filledIn(invocation.answers), editing)
      return open(editing, invocation.entered === undefined ? undefined : { typed: filledIn(invocation.entered) })
    },
  })
}

type Editing = { found: Found; inputs: Inputs; invocation: Invocation; tools: Tools }

function filledIn(answers: Answers): DraftAnswers {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== leftOpen && answer.trim() !== ''))
}

/** A form as somebody filled it in. `isStale` means that the migration has changed since they began. */
type Filled = { typed: DraftAnswers; isStale?: boolean }

/**
 * Opens the form. It carries a fingerprint of what it began with, and keeps that when it is opened again with a
 * person's answers.
 */
async function open(editing: Editing, filled?: Filled): Promise<Reply> {
  const { found, inputs, invocation, tools } = editing
  const current = answersTold(await look(editing))
  const last = await lastKeysFor(current['source.bucket'], tools)
  const keys = await keyNames(tools)
  const isKept = last?.sourceKey !== undefined && keys.includes(last.sourceKey)
  const answers = filled?.typed ?? { ...current, ...(isKept ? { 'source.key': last?.sourceKey ?? '' } : {}) }
  const form = formOf(answers, inputs)
  // A form that is drawn again, also after a key was added, keeps the fingerprint from its opening.
  const began = (filled?.isStale ? undefined : invocation.flags.seen) ?? fingerprint(current)
  const { channel } = invocation.origin
  const modal = editForm({
    migration: found.migration,
    form,
    lists: {},
    found: [],
    hasKeys: keys.length > 0,
    command: `policy edit ${refOf(found.migration)} --seen ${began}`,
    ...(filled?.isStale ? { changedTo: current } : {}),
    ...defined({ channel }),
  })
  return { type: 'form', modal }
}

function formOf(answers: DraftAnswers, { takes }: Inputs): Form {
  return { takes, answers }
}

/** First answers of the form, as far as the cloud tells them. */
function answersTold(migration: Migration): DraftAnswers {
  return answersOf({ ...specTold(migration), name: migration.id })
}

async function save(typed: DraftAnswers, editing: Editing): Promise<Reply> {
  const { found, inputs, invocation, tools } = editing
  const { account, kind, id } = found.migration
  const form = formOf({ ...typed, account, kind }, inputs)
  const { spec, problems: unread } = readSpec(form)
  const keys = await keysOf(spec, tools)
  const wrong = { ...inputs.problemsIn(spec, keys), ...unread }
  const taken = wrong.name === undefined && spec.name !== undefined ? await takenName(spec.name, found) : {}
  const texts = questionsFor(form).flatMap(({ name, as }) => (as === 'text' || as === 'bucket' ? [name] : []))
  const problems = { ...atQuestions({ ...wrong, ...taken }, form), ...misplacedSecrets(typed, texts) }
  if (Object.keys(problems).length > 0) return { type: 'form problems', problems }
  const order = { kind, id, spec, keys }
  const detail = spec.name === id ? 'same name' : 'another name'
  const run = (replace: Operations['edit'], options: CallOptions) =>
    replaceUnlessChanged(() => replace(order, options), order.spec, editing)
  try {
    await runExclusively({ action: 'edit', found, origin: invocation.origin, detail, run }, tools)
  } catch (error) {
    if (isAppError(error, 'changed_meanwhile')) return open(editing, { typed, isStale: true })
    throw error
  }
  await rememberSourceKey(spec, tools)
  return { type: 'message', message: await savedMessage(spec.name ?? id, editing) }
}

/**
 * Finds a problem if another migration has this name. The cloud might not refuse the name and could overwrite that
 * migration.
 */
async function takenName(name: string, { connection, migration }: Found): Promise<SpecProblems> {
  if (name === migration.id) return {}
  const other = await connection.show({ kind: migration.kind, id: name }, {})
  return other === undefined || other.state === 'deleted' ? {} : { name: 'There is already one with this name.' }
}

/** Replaces a migration, unless somebody has changed it since the form was opened. Throws changed_meanwhile. */
async function replaceUnlessChanged(replace: () => Promise<void>, spec: Spec, editing: Editing): Promise<void> {
  const { found, invocation, tools } = editing
  const { id: from, account } = found.migration
  const to = spec.name ?? from
  const before = answersTold(await look(editing))
  if (fingerprint(before) !== invocation.flags.seen) {
    throw new AppError('changed_meanwhile', { ref: refOf(found.migration) })
  }
  if (to !== from) await beginRenaming({ account, from, to }, tools)
  try {
    await replace()
  } catch (error) {
    const isUnknown = isAppError(error, 'provider_outcome_unknown')
    if (!isUnknown && to !== from) await endRenaming({ account, from, to }, from, tools)
    if (!isUnknown || !(await hasArrived(spec, before, found))) throw error
  }
}

/**
 * Whether a change whose answer was lost has arrived. Reads the migration instead of sending the change again. Keys
 * cannot be read, so only another changed field proves it.
 */
async function hasArrived(spec: Spec, before: DraftAnswers, { connection, migration }: Found): Promise<boolean> {
  const { 'source.key': _, ...wanted } = answersOf(spec)
  if (isDeepStrictEqual(wanted, before)) return false
  try {
    const seen = await connection.show({ kind: migration.kind, id: spec.name ?? migration.id }, {})
    return seen !== undefined && isDeepStrictEqual(answersTold(seen), wanted)
  } catch (error) {
    if (isAppError(error)) return false
    throw error
  }
}

async function rememberSourceKey({ source: { bucket, key } }: Spec, tools: Tools): Promise<void> {
  if (bucket !== undefined && key !== undefined) await rememberKey({ bucket, side: 'sourceKey', key }, tools)
}

async function savedMessage(name: string, { found, tools }: Editing) {
  const { account, id: from } = found.migration
  const seen = await lookAfter(found, name)
  const migration = seen ?? { ...found.migration, id: name }
  tools.lookNow(account, migration.id)
  const isRenamed = name !== from
  const watches = isRenamed && seen !== undefined ? await endRenaming({ account, from, to: name }, seen.id, tools) : 0
  return editSaved({
    card: replyCard(found, { migration }),
    account,
    from,
    wanted: name,
    ...(seen === undefined ? {} : { now: seen.id }),
    watches,
    waitsForStart: isPossible('start', migration, found.provider.kinds[migration.kind]),
  })
}

/**
 * Reads the migration under its new name, or under the old one if the cloud has kept that. Undefined if nobody can
 * tell.
 */
async function lookAfter({ connection, migration }: Found, name: string): Promise<Migration | undefined> {
  for (const id of new Set([name, migration.id])) {
    try {
      const seen = await connection.show({ kind: migration.kind, id }, {})
      if (seen !== undefined && seen.state !== 'deleted') return seen
    } catch (error) {
      if (isAppError(error)) return undefined
      throw error
    }
  }
}

/** Reads the migration as it is now. Throws migration_not_found. */
async function look({ found }: Editing): Promise<Migration> {
  const seen = await found.connection.show(targetOf(found), {})
  if (seen === undefined) throw new AppError('migration_not_found', { ref: refOf(found.migration) })
  return seen
}

/** Fingerprint of answers, short enough for a form's memo beside the longest id. */
function fingerprint(answers: DraftAnswers): string {
  return createHash('sha256').update(JSON.stringify(answers)).digest('hex').slice(0, 16)
}
