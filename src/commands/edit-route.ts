import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { AppError, isAppError } from '../errors.ts'
import { isPossible } from '../migrations/actions.ts'
import type { Migration } from '../migrations/migration.ts'
import { refOf } from '../migrations/ref.ts'
import type {
  CallOptions,
  Connection,
  EditOrder,
  MigrationRoute,
  RouteProblems,
  RouteRules,
  Target,
} from '../providers/provider.ts'
import type { StorageKey } from '../store/store.ts'
import { routeForm, routeSaved } from '../views/route-form.ts'
import { assertPossible, once, replyCard } from './act.ts'
import type { Answers, Invocation, Reply, Tools } from './command.ts'
import { type Found, withMigration } from './find.ts'
import { keyNames, lastKeysFor, rememberKey } from './key-uses.ts'
import { beginRenaming, endRenaming } from './renaming.ts'
import { misplacedSecrets } from './typed-secret.ts'

/** Opens a form with a migration's route as it is, then replaces the route by what the form says. */
export function editRoute(invocation: Invocation, tools: Tools): Promise<Reply> {
  return withMigration(invocation, tools, {
    verb: 'policy edit',
    command: (ref) => `policy edit ${ref}`,
    proceed: async (found) => {
      assertPossible('edit', found)
      const editing: Editing = { found, editor: editorOf(found), invocation, tools }
      return invocation.answers === undefined ? open(editing) : save(invocation.answers, editing)
    },
  })
}

type Editing = { found: Found; editor: Editor; invocation: Invocation; tools: Tools }
type Editor = {
  rules: RouteRules
  read: NonNullable<Connection['readRoute']>
  edit: NonNullable<Connection['edit']>
}

function editorOf({ connection, migration, provider }: Found): Editor {
  const rules = provider.kinds[migration.kind]?.routeRules
  const { readRoute: read, edit } = connection
  if (rules === undefined || read === undefined || edit === undefined) {
    throw new AppError('unexpected', { reference: refOf(migration) })
  }
  return { rules, read, edit }
}

/**
 * The form carries a fingerprint of the route that it began with. Opened once more over what a person has filled in, it
 * keeps that and shows what is different by now.
 */
async function open(editing: Editing, typed?: MigrationRoute): Promise<Reply> {
  const { found, editor, invocation, tools } = editing
  const current = await readRoute(editing)
  const route = typed ?? current
  const { sourceKey: lastKey } = (await lastKeysFor(route.source.bucket, tools)) ?? {}
  const keys = await keyNames(tools, lastKey)
  const { channel } = invocation.origin
  // Redrawn after a key was added, it still began when it was opened.
  const began = (typed === undefined ? invocation.flags.seen : undefined) ?? fingerprint(current)
  const modal = routeForm({
    migration: found.migration,
    route,
    command: `policy edit ${refOf(found.migration)} --seen ${began}`,
    sourceClouds: editor.rules.sourceClouds,
    keys,
    ...(lastKey === undefined ? {} : { lastKey }),
    ...(typed === undefined ? {} : { changedTo: current }),
    ...(channel === undefined ? {} : { channel }),
  })
  return { type: 'form', modal }
}

async function save(answers: Answers, editing: Editing): Promise<Reply> {
  const { found, editor, invocation, tools } = editing
  const { migration } = found
  const route = routeIn(answers)
  const key = answers.key === undefined ? undefined : await tools.store.storageKeys.get(answers.key.toLowerCase())
  const problems = editor.rules.findProblems({ route, secret: key?.secret ?? {} })
  const all = { ...problems, ...keyProblem(key), ...(problems.name === undefined && (await takenName(route, found))) }
  const secrets = misplacedSecrets(answers, ['name', 'sourceRegion', 'sourceBucket', 'targetBucket'])
  if (key === undefined || Object.keys({ ...all, ...secrets }).length > 0) {
    return { type: 'form problems', problems: { ...all, ...secrets } }
  }
  const order = { ...targetOf(migration), route, secret: key.secret }
  const detail = route.name === migration.id ? 'same name' : 'another name'
  const run = (options: CallOptions) => replaceUnlessChanged(order, editing, options)
  try {
    await once({ action: 'edit', found, origin: invocation.origin, detail, run }, tools)
  } catch (error) {
    if (isAppError(error, 'changed_meanwhile')) return open(editing, route)
    throw error
  }
  await rememberKey({ bucket: route.source.bucket, side: 'sourceKey', key: key.name }, tools)
  return { type: 'form done', message: await savedMessage(route.name, editing) }
}

/** Prefixes are kept as they are: a blank may belong to them. */
function routeIn(answers: Answers): MigrationRoute {
  const trimmed = (name: string) => answers[name]?.trim() ?? ''
  return {
    name: trimmed('name'),
    source: {
      cloud: trimmed('sourceCloud'),
      region: trimmed('sourceRegion'),
      bucket: trimmed('sourceBucket'),
      prefix: answers.sourcePrefix ?? '',
    },
    target: { bucket: trimmed('targetBucket'), prefix: answers.targetPrefix ?? '' },
  }
}

function keyProblem(key: StorageKey | undefined): RouteProblems {
  return key === undefined ? { key: 'Choose the key that opens the source bucket. “Add a key” keeps a new one.' } : {}
}

/** Whether the cloud would refuse it is not known; it might as well overwrite the other one. */
async function takenName({ name }: MigrationRoute, { connection, migration }: Found): Promise<RouteProblems> {
  if (name === migration.id) return {}
  const other = await connection.show({ kind: migration.kind, id: name }, {})
  return other === undefined || other.state === 'deleted' ? {} : { name: 'There is one of this name already.' }
}

/** What somebody else has saved since the form was opened is not overwritten. */
async function replaceUnlessChanged(order: EditOrder, editing: Editing, options: CallOptions): Promise<void> {
  const { found, editor, invocation, tools } = editing
  const { id: from, account } = found.migration
  const to = order.route.name
  const before = await readRoute(editing)
  if (fingerprint(before) !== invocation.flags.seen) {
    throw new AppError('changed_meanwhile', { ref: refOf(found.migration) })
  }
  if (to !== from) await beginRenaming({ account, from, to }, tools)
  try {
    await editor.edit(order, options)
  } catch (error) {
    const isUnknown = isAppError(error, 'provider_outcome_unknown')
    if (!isUnknown && to !== from) await endRenaming({ account, from, to }, from, tools)
    if (!isUnknown || !(await hasArrived(order, before, editor))) throw error
  }
}

/** Looks instead of asking again. Keys cannot be read, so that only another route proves that it has arrived. */
async function hasArrived({ kind, route }: EditOrder, before: MigrationRoute, { read }: Editor): Promise<boolean> {
  try {
    return !isDeepStrictEqual(route, before) && isDeepStrictEqual(await read({ kind, id: route.name }, {}), route)
  } catch (error) {
    if (isAppError(error)) return false
    throw error
  }
}

async function savedMessage(name: string, { found, tools }: Editing) {
  const { account, id: from } = found.migration
  const seen = await lookAfter(found, name)
  const migration = seen ?? { ...found.migration, id: name }
  tools.lookNow(account, migration.id)
  const isRenamed = name !== from
  const watches = isRenamed && seen !== undefined ? await endRenaming({ account, from, to: name }, seen.id, tools) : 0
  return routeSaved({
    card: replyCard(found, migration),
    account,
    from,
    wanted: name,
    ...(seen === undefined ? {} : { now: seen.id }),
    watches,
    waitsForStart: isPossible('start', migration, found.provider.kinds[migration.kind]?.actions ?? {}),
  })
}

/** Under its new name, or under the old one where the cloud has kept that. Undefined while nobody can tell. */
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

async function readRoute({ found, editor }: Editing): Promise<MigrationRoute> {
  const route = await editor.read(targetOf(found.migration), {})
  if (route === undefined) throw new AppError('migration_not_found', { ref: refOf(found.migration) })
  return route
}

function targetOf({ kind, id }: Migration): Target {
  return { kind, id }
}

/** Short, so that it fits a form's memo beside the longest id. */
function fingerprint(route: MigrationRoute): string {
  return createHash('sha256').update(JSON.stringify(route)).digest('hex').slice(0, 16)
}
