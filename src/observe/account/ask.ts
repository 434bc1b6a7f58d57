import { type AppError, isAppError } from '../../errors/errors.ts'
import { isOfOneMigration } from '../../fleet/trouble.ts'
import type { Kind, Migration } from '../../migrations/migration.ts'
import type { ListedPage, ListPart } from '../../providers/provider.ts'
import { inLanes } from '../lanes.ts'
import type { Due } from './plan.ts'
import type { AccountRound } from './round.ts'

/** What the cloud has answered, in the order in which the answers came, and why no more was asked. */
export type Answers<Answer> = { answers: readonly Answer[]; error?: AppError }

/** A page of a list, or why the account may not list migrations of this kind. `at` is in epoch milliseconds. */
export type PageAnswer = { part: ListPart; at: number } & ({ page: ListedPage } | { refusal: AppError })

/** A single reading: the migration, `missing`, or an error that concerns this migration alone. */
export type ShowAnswer = { one: Due; at: number; found: Migration | 'missing' | AppError }

/**
 * Calls at the same time in one account. No cloud says how many it allows. These are few, fewer than the five refusals
 * in a row that lock a key at Huawei.
 */
const callsAtOnce = 3

/**
 * Reads pages. One of the first kind, which stands for the account, comes before all others. `isProven`: the account's keys
 * are good, as the cloud has answered with them.
 */
export async function askForPages(
  parts: readonly ListPart[],
  [first]: readonly Kind[],
  { isProven, round }: Asked,
): Promise<Answers<PageAnswer>> {
  const answers: PageAnswer[] = []
  const { connection, signal, now } = round

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
    const hasAnswered = isProven || answers.some((one) => 'page' in one)
    if (code === 'provider_denied' && !hasAnswered) await read({ kind: first, offset: 0 })
    return code === 'provider_refused' || code === 'provider_denied'
  }

  const sorted = parts.toSorted((a, b) => Number(b.kind === first) - Number(a.kind === first))
  return askAll(sorted, { answers, isProven, round }, async (part) => {
    try {
      await read(part)
    } catch (error) {
      if (!isAppError(error) || !(await isOnlyOfKind(error, part.kind))) throw error
      answers.push({ part, refusal: error, at: now() })
    }
  })
}

/** Reads migrations one by one. */
export async function askForEach(
  due: readonly (Due & { ids: readonly string[] })[],
  { isProven, round }: Asked,
): Promise<Answers<ShowAnswer>> {
  const answers: ShowAnswer[] = []
  return askAll(due, { answers, isProven, round }, async ({ ids, ...one }) => {
    const found = await showUnder(ids, one.kind, round)
    answers.push({ one, found, at: round.now() })
  })
}

/** A migration that is being renamed is looked for under both ids. */
async function showUnder(
  ids: readonly string[],
  kind: Kind,
  { connection, signal }: AccountRound,
): Promise<ShowAnswer['found']> {
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

type Asked = { isProven: boolean; round: AccountRound }
type Asking<Answer> = Asked & { answers: readonly Answer[] }

/** Asks until something goes wrong. The first call goes alone: refused keys are not tried so often that they are locked. */
async function askAll<Item, Answer>(
  items: readonly Item[],
  { answers, isProven, round }: Asking<Answer>,
  ask: (item: Item) => Promise<void>,
): Promise<Answers<Answer>> {
  const alone = isProven ? 0 : 1
  try {
    await inLanes(items.slice(0, alone), 1, ask)
    await inLanes(items.slice(alone), callsAtOnce, ask)
    return { answers }
  } catch (error) {
    if (!isAppError(error) || round.signal.aborted) throw error
    return { answers, error }
  }
}
