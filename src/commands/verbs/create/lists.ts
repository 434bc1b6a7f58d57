import { defined } from '../../../defined.ts'
import { isAppError } from '../../../errors/errors.ts'
import { type Asked, questionsFor } from '../../../migrations/fields/form.ts'
import { hasAppId } from '../../../migrations/fields/place-fields.ts'
import type { Bucket, Region } from '../../../migrations/spec/places.ts'
import type { SourceAccess } from '../../../providers/provider.ts'
import { type ListState, leftOpen } from '../../../views/create/field-question.ts'
import { suggestKeys } from '../../key-uses.ts'
import type { Suggesting, Suggestion, Tools } from '../../machine/command.ts'
import { matching, mostSuggested } from '../../machine/suggest.ts'
import { holdsSecret } from '../../machine/typed-secret.ts'
import { problemInBrief } from '../../problem-words.ts'
import type { Place } from './session.ts'

type List = () => Promise<readonly Suggestion[]>

/**
 * The suggestions for a question: first those that begin with what was typed, then those that contain it, then the
 * typed text.
 */
export async function suggestionsFor({ question, typed }: Suggesting, place: Place, tools: Tools) {
  const ask = questionsFor(place.form).find(({ name }) => name === question)
  if (ask === undefined) return []
  if (ask.as === 'key') return suggestKeys(typed, tools)
  const list = listFor(ask, place, tools)
  const all = (await list?.().catch(onlyRefusals)) ?? []
  return [...openAgain(ask, typed), ...matching(all, typed).slice(0, mostSuggested - 1), ...asTyped(typed, all)]
}

/** How long a page waits for a list, in milliseconds. A list that takes longer counts as readable. */
const patienceMs = 1500

/**
 * Tells for each question of a page whether its list can be read, and if not, why. Reads one list after the other, and
 * none after the account's credentials were refused.
 */
export async function listStates(
  asks: readonly Asked[],
  place: Place,
  tools: Tools,
): Promise<Record<string, ListState>> {
  const waiting = new AbortController()
  const late = tools.clock.sleep(patienceMs, waiting.signal)
  const states: Record<string, ListState> = {}
  for (const ask of asks) {
    const list = listFor(ask, place, tools)
    const state = list && (await stateOf(list, late))
    if (state !== undefined) states[ask.name] = state
    if (state?.type === 'unread' && state.isDenied) break
  }
  waiting.abort()
  return states
}

async function stateOf(list: List, late: Promise<void>): Promise<ListState> {
  try {
    await Promise.race([list(), late])
    return { type: 'read' }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { type: 'unread', why: problemInBrief(error), isDenied: error.code === 'provider_denied' }
  }
}

/** How a question's list is read. Undefined if the provider lists nothing, or other answers are needed first. */
function listFor(ask: Asked, place: Place, tools: Tools): List | undefined {
  if (ask.as !== 'bucket' && ask.as !== 'region') return undefined
  // A list file lies where things are moved to.
  const side = ask.field.startsWith('source.') && ask.field !== 'source.listFile' ? 'source' : 'target'
  const { lookups = [] } = place.provider
  if (!lookups.includes(ask.as === 'bucket' ? 'buckets' : 'regions')) return undefined
  const where = side === 'source' ? sourceOf(place) : {}
  if (where === undefined) return undefined
  return ask.as === 'region' ? regionsOf(where, place, tools) : bucketsOf({ where, side }, place, tools)
}

type Where = Pick<SourceAccess, 'cloud' | 'appId'>

/** Where the source is. Undefined if the account cannot see other clouds, or an answer is missing. */
function sourceOf({ form, provider }: Place): Where | undefined {
  const { 'source.cloud': cloud, 'source.appId': appId } = form.answers
  if (cloud === undefined || !provider.lookups?.includes('clouds')) return undefined
  return appId === undefined && hasAppId(form) ? undefined : defined({ cloud, appId })
}

function regionsOf({ cloud }: Where, place: Place, tools: Tools): List {
  const read = async () => (await tools.connect(place.account).browse?.regions?.(defined({ cloud }), {})) ?? []
  return () => tools.recall(rememberedAs(place, 'regions', [cloud]), async () => (await read()).map(toRegion))
}

/** How buckets are listed. Undefined if the migration needs a key for this side and none is chosen. */
function bucketsOf(
  { where, side }: { where: Where; side: 'source' | 'target' },
  place: Place,
  tools: Tools,
): List | undefined {
  const { account, creation, form, storageKeys } = place
  const name = form.answers[`${side}.key`]
  const key = storageKeys[side]
  if (creation.takes[`${side}.key`] !== undefined && key === undefined) return undefined
  const query = { ...where, ...defined({ secret: key?.secret }) }
  const remembered = rememberedAs(place, 'buckets', [where.cloud, where.appId, name, key?.createdAt])
  const read = async () => (await tools.connect(account).browse?.buckets?.(query, {})) ?? []
  return () => tools.recall(remembered, async () => (await read()).map(toBucket))
}

/** The key of a cached list. It changes if a storage key is replaced or the account is connected again. */
function rememberedAs({ account }: Place, what: string, by: readonly unknown[]): string {
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

/** The typed text as a suggestion of its own: a list can be old or incomplete. */
function asTyped(typed: string, all: readonly Suggestion[]): Suggestion[] {
  const value = typed.trim()
  if (value === '' || all.some((one) => one.value === value) || holdsSecret(value)) return []
  return [{ value, label: `Use “${value}”` }]
}

function onlyRefusals(error: unknown): [] {
  if (!isAppError(error)) throw error
  return []
}
