import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import { isPossible } from '../../../migrations/actions.ts'
import type { ListFilter } from '../../../migrations/list-filter.ts'
import type { Migration, State } from '../../../migrations/migration.ts'
import type { SetQuestion } from '../../../views/act/set-question.ts'
import type { AllVerb } from '../../../views/act/together.ts'
import { soughtWords } from '../../../views/list/none-found.ts'
import { accountsFor, providerOf } from '../../find/accounts.ts'
import { meansEverything } from '../../find/words.ts'
import { authorise, isWorthOffering, rightsNow } from '../../machine/authorise.ts'
import type { FormTools, Invocation, Taken } from '../../machine/command.ts'
import { askList, troublesIn } from '../list/page.ts'
import { readWords } from '../list/words.ts'

/** Most migrations that one press acts on: their marks fit a button, and the clouds are not flooded. */
const mostAtOnce = 100
/** Most migrations that are looked through for those on which the act is possible. */
const mostLookedAt = 1000

/** The migrations on which somebody wants to act together. */
type Meant = Pick<SetQuestion, 'filter' | 'able' | 'others' | 'barred' | 'hasMore' | 'troubles'> & {
  /** The first that are able, as many as one press acts on. */
  taken: readonly Migration[]
}

/**
 * Whether a command means everything that a filter shows: its first word is `all` or `everything`. In a thread, "all"
 * alone means the thread.
 */
export function meansAll({ words, origin: { thread } }: Pick<Invocation, 'words' | 'origin'>): boolean {
  return meansEverything(words[0]) && (thread === undefined || words.length > 1)
}

/** The words of a command for one migration, or for `all` that a filter shows. */
export function oneOrAll({ words }: Pick<Invocation, 'words'>): Taken {
  return { most: meansEverything(words[0]) ? 'any' : 1 }
}

/**
 * Reads the filter after `all`, and finds what it means for an act. Asks no cloud. Throws AppError word_unknown, usage or
 * not_allowed.
 */
export async function meantBy(verb: AllVerb, invocation: Invocation, tools: FormTools): Promise<Meant> {
  const filter = await filterIn(verb, invocation, tools)
  const accounts = await accountsFor(filter.account, tools)
  const { kind, text, isStalled } = filter
  const asked = { isFlat: true, states: statesFor(verb, filter, tools), offset: 0, limit: mostLookedAt } as const
  const narrowed = defined({ kinds: kind && [kind], text, isStalled })
  const list = await askList(accounts, { ...asked, ...narrowed }, tools)
  const found = list.rows.map(({ head }) => head)
  const barred = await barredIn([...new Set(found.map(({ account }) => account))], invocation, tools)
  const own = found.filter(({ account }) => !barred.includes(account))
  const providers = new Map(accounts.map((one) => [one.name, providerOf(one, tools.providers)]))
  const able = own.filter((one) => isPossible(verb, one, providers.get(one.account)?.kinds[one.kind]))
  const others = own.length - able.length
  const hasMore = list.total > found.length
  return { filter, able, taken: able.slice(0, mostAtOnce), others, barred, hasMore, troubles: troublesIn(list) }
}

async function filterIn(verb: AllVerb, { words, flags }: Invocation, tools: FormTools): Promise<ListFilter> {
  const named = words.slice(1).filter((word) => !fillers.includes(word.toLowerCase().replace(/[.,!]+$/, '')))
  const filter = await readWords({ words: named, flags }, { ...tools, verb: `${verb} all` })
  // What a retry is for has failed, and what a start is for is paused, unless somebody says otherwise.
  return { ...filter, ...(filter.state === undefined && !filter.isStalled && stateMeant[verb]) }
}

/** Words that people type between a filter’s words. */
const fillers = ['please', 'pls', 'now', 'the', 'of', 'in', 'that', 'are', 'to', 'at', 'migrations']

const stateMeant: Readonly<Record<AllVerb, { state?: State }>> = {
  retry: { state: 'failed' },
  start: { state: 'paused' },
  pause: {},
  limit: {},
}

/** The states in which the act is possible for any kind, narrowed to the one that was named. Throws AppError usage if it is none. */
function statesFor(verb: AllVerb, { state }: ListFilter, { providers }: Pick<FormTools, 'providers'>): State[] {
  const kinds = providers.flatMap((provider) => Object.values(provider.kinds))
  const possible = [...new Set(kinds.flatMap(({ can }) => can[verb]?.in ?? []))]
  if (state === undefined) return possible
  if (possible.includes(state)) return [state]
  const problem = `No ${soughtWords({ state })} can be ${participles[verb]}.`
  throw new AppError('usage', { problem, usage: `${verb} all` })
}

const participles: Readonly<Record<AllVerb, string>> = {
  retry: 'retried',
  start: 'started',
  pause: 'paused',
  limit: 'limited',
}

/** The accounts in which a person may not act. Throws not_allowed if that is so in all of them. */
async function barredIn(accounts: readonly string[], { origin }: Invocation, tools: FormTools): Promise<string[]> {
  const now = rightsNow(tools)
  const allowed = await Promise.all(
    accounts.map((account) => isWorthOffering({ origin, needs: 'operator', account }, now)),
  )
  const barred = accounts.filter((_, index) => !allowed[index])
  const [first] = barred
  if (first !== undefined && barred.length === accounts.length) {
    await authorise({ origin, needs: 'operator', account: first }, now)
  }
  return barred
}
