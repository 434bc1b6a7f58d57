import { isAppError } from '../../../errors.ts'
import { type Asked, questionsFor } from '../../../migrations/fields/form.ts'
import { hasAppId } from '../../../migrations/fields/place-fields.ts'
import type { Bucket, Region } from '../../../migrations/places.ts'
import type { SourceAccess } from '../../../providers/provider.ts'
import { type ListState, leftOpen } from '../../../views/field-question.ts'
import type { Suggestion } from '../../command.ts'
import { keyNames } from '../../key-uses.ts'
import { holdsSecret } from '../../typed-secret.ts'
import { inWords } from '../browse/looking.ts'
import { type CreateContext, formOf } from './context.ts'

type List = () => Promise<readonly Suggestion[]>

/** What can be chosen at a question, by what has been typed: those that begin so first, and what was typed itself. */
export async function suggestionsFor(context: CreateContext, { question, typed }: { question: string; typed: string }) {
  const ask = questionsFor(formOf(context)).find(({ name }) => name === question)
  if (ask === undefined) return []
  const list = await listFor(ask, context)
  const all = (await list?.().catch(onlyRefusals)) ?? []
  const found = matching(all, typed.trim())
  return ask.as === 'key'
    ? found.slice(0, mostSuggested)
    : [...openAgain(ask, typed), ...found.slice(0, mostSuggested - 1), ...asTyped(typed, all)]
}

const mostSuggested = 100
/** A page is not kept waiting for longer: until then a list counts as there. */
const patienceMs = 1500

/**
 * Whether each question of a page can be answered from a list, and why not. One after the other: credentials that were
 * refused are not tried again for the next.
 */
export async function listStates(asks: readonly Asked[], context: CreateContext): Promise<Record<string, ListState>> {
  const waiting = new AbortController()
  const late = context.tools.clock.sleep(patienceMs, waiting.signal)
  const states: Record<string, ListState> = {}
  for (const ask of asks) {
    const state = await stateOf(ask, { context, late })
    if (state !== undefined) states[ask.name] = state
    if (state?.type === 'unread' && state.isDenied) break
  }
  waiting.abort()
  return states
}

async function stateOf(
  ask: Asked,
  { context, late }: { context: CreateContext; late: Promise<void> },
): Promise<ListState | undefined> {
  const list = ask.as === 'key' ? undefined : await listFor(ask, context)
  if (list === undefined) return undefined
  try {
    await Promise.race([list(), late])
    return { type: 'read' }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { type: 'unread', why: inWords(error), isDenied: error.code === 'provider_denied' }
  }
}

/** Undefined where nothing can be listed, or not yet. */
async function listFor(ask: Asked, context: CreateContext): Promise<List | undefined> {
  if (ask.as === 'key') return async () => (await keyNames(context.tools)).map((name) => ({ value: name, label: name }))
  if (ask.as !== 'bucket' && ask.as !== 'region') return undefined
  // A list file lies where things are moved to.
  const side = ask.field.startsWith('source.') && ask.field !== 'source.listFile' ? 'source' : 'target'
  const { lookups = [] } = context.provider
  if (!lookups.includes(ask.as === 'bucket' ? 'buckets' : 'regions')) return undefined
  const place = side === 'source' ? sourceOf(context) : { where: {}, key: context.draft.answers['target.key'] }
  if (place === undefined) return undefined
  return ask.as === 'region' ? regionsOf(context, place.where) : bucketsOf(context, { ...place, side })
}

type Where = Pick<SourceAccess, 'cloud' | 'appId'>

/** An account that sees no other clouds can list nothing of theirs. */
function sourceOf(context: CreateContext) {
  const { 'source.cloud': cloud, 'source.appId': appId, 'source.key': key } = context.draft.answers
  if (cloud === undefined || !context.provider.lookups?.includes('clouds')) return undefined
  if (appId === undefined && hasAppId(formOf(context))) return undefined
  return { where: { cloud, ...(appId === undefined ? {} : { appId }) }, key }
}

function regionsOf(context: CreateContext, { cloud }: Where): List {
  const { connection, tools } = context
  const query = cloud === undefined ? {} : { cloud }
  return () =>
    tools.recall(rememberedAs(context, 'regions', [cloud]), async () =>
      ((await connection.browse?.regions?.(query, {})) ?? []).map(toRegion),
    )
}

/** A bucket of the account's own cloud needs a key only where the migration does. */
async function bucketsOf(
  context: CreateContext,
  { where, key, side }: { where: Where; key: string | undefined; side: 'source' | 'target' },
): Promise<List | undefined> {
  const { connection, creation, tools } = context
  const needsKey = creation.takes[`${side}.key`] !== undefined
  if (needsKey && key === undefined) return undefined
  const kept = key === undefined ? undefined : await tools.store.storageKeys.get(key)
  if (needsKey && kept === undefined) return undefined
  const query = { ...where, ...(kept && { secret: kept.secret }) }
  const remembered = rememberedAs(context, 'buckets', [where.cloud, where.appId, key, kept?.createdAt])
  return () =>
    tools.recall(remembered, async () => ((await connection.browse?.buckets?.(query, {})) ?? []).map(toBucket))
}

/** A key that was replaced, or an account that was connected again, sees other things. */
function rememberedAs({ account }: CreateContext, what: string, by: readonly unknown[]): string {
  return JSON.stringify([what, account.name, account.createdAt, ...by])
}

function toBucket({ name, region }: Bucket): Suggestion {
  return { value: name, label: region === undefined ? name : `${name} · ${region}` }
}

function toRegion({ id, name }: Region): Suggestion {
  return { value: id, label: name === undefined ? id : `${name} · ${id}` }
}

function matching(all: readonly Suggestion[], typed: string): Suggestion[] {
  const wanted = typed.toLowerCase()
  const found = all.filter(({ value, label }) => `${value} ${label}`.toLowerCase().includes(wanted))
  const rank = ({ value }: Suggestion) => (value.toLowerCase().startsWith(wanted) ? 0 : 1)
  return found.toSorted((a, b) => rank(a) - rank(b))
}

/** What was chosen from a list can be taken back there only. */
function openAgain({ unanswered }: Asked, typed: string): Suggestion[] {
  return unanswered === undefined || typed.trim() !== '' ? [] : [{ value: leftOpen, label: unanswered }]
}

/** A list may be old, or leave something out. */
function asTyped(typed: string, all: readonly Suggestion[]): Suggestion[] {
  const value = typed.trim()
  if (value === '' || all.some((one) => one.value === value) || holdsSecret(value)) return []
  return [{ value, label: `Use “${value}”` }]
}

function onlyRefusals(error: unknown): [] {
  if (!isAppError(error)) throw error
  return []
}
