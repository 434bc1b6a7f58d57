import { inLanes } from '../../async/in-lanes.ts'
import { type AppError, isAppError } from '../../errors/errors.ts'
import { isOfOneMigration } from '../../fleet/trouble.ts'
import type { Log } from '../../log.ts'
import type { Kind, Migration } from '../../migrations/migration.ts'
import type { Connection, ListedPage, ListPart } from '../../providers/provider.ts'
import type { Due } from './due.ts'
import type { Plan, Single } from './plan.ts'

/**
 * An answer of the cloud. `page`: of a list, or why the account may not list migrations of this kind. `found`: a single
 * reading, or an error that concerns this migration alone. `at` is in epoch milliseconds.
 */
export type Answer = { at: number } & (
  | { part: ListPart; page: ListedPage | AppError }
  | { one: Due; found: Migration | 'missing' | AppError }
)

/** In the order in which the answers came. `error`: why no more was asked. `endedAt` is in epoch milliseconds. */
export type Answers = { answers: readonly Answer[]; endedAt: number; error?: AppError }

export type Cloud = Log<'warn'> & {
  connection: Pick<Connection, 'readPage' | 'show'>
  now(): number
  signal: AbortSignal
}

/** Calls at the same time in one account. No cloud says how many it allows. */
const callsAtOnce = 3
/** Calls at the same time before the account has answered any in this round. */
const firstCalls = 2

/**
 * Makes the first calls of a plan, then reads one by one what is `left` after their answers. Ends early if something is
 * wrong with the account. Five refusals in a row lock a key at Huawei: one call goes alone while the keys are not known to
 * be good. Otherwise two begin, so that with one refusal at each later attempt the fifth comes after more than an hour.
 */
export async function ask(
  { proof, pages, listed: [first], isProven }: Plan,
  left: (answers: readonly Answer[]) => readonly Single[],
  cloud: Cloud,
): Promise<Answers> {
  const { answers, readPage, readOne } = readingFrom(cloud, first)

  async function all<Item>(items: readonly Item[], read: (item: Item) => Promise<void>): Promise<void> {
    const first = answers.length > 0 ? 0 : isProven ? firstCalls : 1
    await inLanes(items.slice(0, first), first, read)
    await inLanes(items.slice(first), callsAtOnce, read)
  }

  try {
    await all(proof, readOne)
    await all(pages, readPage)
    await all(left(answers), readOne)
    return { answers, endedAt: cloud.now() }
  } catch (error) {
    if (!isAppError(error) || cloud.signal.aborted) throw error
    return { answers, endedAt: cloud.now(), error }
  }
}

/** Single calls, and the answers to them. `first`: the kind that stands for the account. */
function readingFrom({ connection, now, signal, warn }: Cloud, first: Kind | undefined) {
  const answers: Answer[] = []
  let standing: Promise<void> | undefined

  async function read(part: ListPart): Promise<void> {
    const page = await connection.readPage(part, { signal })
    answers.push({ part, page, at: now() })
  }

  /**
   * Whether a refusal concerns one kind only. Synchronization tasks do not exist in every region, and each kind needs a
   * permission of its own. If nothing has been answered yet, the first kind is asked for, and its own refusal is thrown.
   */
  async function isOnlyOfKind({ code }: AppError, kind: Kind): Promise<boolean> {
    if (first === undefined || kind === first) return false
    const hasAnswered = answers.some((one) => 'found' in one || !isAppError(one.page))
    if (code === 'provider_denied' && !hasAnswered) {
      standing ??= read({ kind: first, offset: 0 })
      await standing
    }
    return code === 'provider_refused' || code === 'provider_denied'
  }

  return {
    answers,
    async readPage(part: ListPart): Promise<void> {
      const reading = read(part)
      if (part.kind === first) standing ??= reading
      try {
        await reading
      } catch (error) {
        if (!isAppError(error) || !(await isOnlyOfKind(error, part.kind))) throw error
        warn({ kind: part.kind, err: error }, 'The account may not list migrations of this kind')
        answers.push({ part, page: error, at: now() })
      }
    },
    async readOne({ ids, ...one }: Single): Promise<void> {
      const found = await showUnder(ids, one.kind, { connection, signal })
      if (isAppError(found)) warn({ kind: one.kind, id: one.id, err: found }, 'A migration could not be read')
      answers.push({ one, found, at: now() })
    },
  }
}

/** A migration that is being renamed is looked for under each of its ids. */
async function showUnder(
  ids: readonly string[],
  kind: Kind,
  { connection, signal }: Pick<Cloud, 'connection' | 'signal'>,
): Promise<Migration | 'missing' | AppError> {
  for (const id of ids) {
    try {
      const migration = await connection.show({ kind, id }, { signal })
      if (migration !== undefined) return migration
    } catch (error) {
      if (!isAppError(error) || signal.aborted || !isOfOneMigration(error)) throw error
      return error
    }
  }
  return 'missing'
}
