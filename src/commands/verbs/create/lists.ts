import { isAppError } from '../../../errors/errors.ts'
import { type Asked, questionsFor } from '../../../migrations/fields/form.ts'
import { hasAppId } from '../../../migrations/fields/place-fields.ts'
import type { Bucket, Region } from '../../../migrations/spec/places.ts'
import type { SourceAccess } from '../../../providers/provider.ts'
import { type ListState, leftOpen } from '../../../views/create/field-question.ts'
import { suggestKeys } from '../../key-uses.ts'
import type { Suggestion } from '../../machine/command.ts'
import { matching, mostSuggested } from '../../machine/suggest.ts'
import { holdsSecret } from '../../machine/typed-secret.ts'
import { problemInBrief } from '../../problem-words.ts'
import { type CreateContext, formOf } from './context.ts'

type List = () => Promise<readonly Suggestion[]>

/**
 * The suggestions for a question: first those that begin with what was typed, then those that contain it, then the
 * typed text.
 */
export async function suggestionsFor(context: CreateContext, { question, typed }: { question: string; typed: string }) {
  const ask = questionsFor(formOf(context)).find(({ name }) => name === question)
  if (ask === undefined) return []
  if (ask.as === 'key') return suggestKeys(typed, context.tools)
  const list = await listFor(ask, context)
  const all = (await list?.().catch(onlyRefusals)) ?? []
  return [...openAgain(ask, typed), ...matching(all, typed).slice(0, mostSuggested - 1), ...asTyped(typed, all)]
}

/** How long a page waits for a list, in milliseconds. A list that takes longer counts as readable. */
const patienceMs = 1500

/**
 * Tells for each question of a page whether its list can be read, and if not, why. Reads one list after the other, and
 * none after the account's credentials were refused.
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
  const list = await listFor(ask, context)
  if (list === undefined) return undefined
  try {
    await Promise.race([list(), late])
    return { type: 'read' }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { type: 'unread', why: problemInBrief(error), isDenied: error.code === 'provider_denied' }
  }
}

/** How a question's list is read. Undefined if the provider lists nothing, or other answers are needed first. */
async function listFor(ask: Asked, context: CreateContext): Promise<List | undefined> {
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

/** Where the source is. Undefined if the account cannot see other clouds, or an answer is missing. */
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

/** How buckets are listed. Undefined if the migration needs a key for this side and none is chosen. */
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

/** The key of a cached list. It changes if a storage key is replaced or the account is connected again. */
function rememberedAs({ account }: CreateContext, what: string, by: readonly unknown[]): string {
  return JSON.stringify([what, account.name, account.createdAt, ...by])
}

function toBucket({ name, region }: Bucket): Suggestion {
  return { value: name, label: region === undefined ? name : `${name} · ${region}` }
}

function toRegion({ id, name }: Region): Suggestion {
  return { value: id, label: name === undefined ? id : `${name} · ${id}` }
}

/** The way back to no answer, for a question that was answered from a list. */
function openAgain({ unanswered }: Asked, typed: string): Suggestion[] {
  return unanswered === undefined || typed.trim() !== '' ? [] : [{ value: leftOpen, label: unanswered }]
}

/** What was typed, as a suggestion of its own: a list can be old or incomplete. */
function asTyped(typed: string, all: readonly Suggestion[]): Suggestion[] {
  const value = typed.trim()
  if (value === '' || all.some((one) => one.value === value) || holdsSecret(value)) return []
  return [{ value, label: `Use “${value}”` }]
}

function onlyRefusals(error: unknown): [] {
  if (!isAppError(error)) throw error
  return []
}
