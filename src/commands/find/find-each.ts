import { defined } from '../../defined.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import { formatRef, matchRef, type Ref, refOf } from '../../migrations/typed/ref.ts'
import type { Connection } from '../../providers/provider.ts'
import { limits } from '../../views/blocks/limits.ts'
import type { Reply } from '../machine/command.ts'
import { quoted } from '../machine/tokenize.ts'
import { choiceAmong, type Finding, findAll } from './find.ts'
import type { Found, Hits } from './found.ts'

export type MigrationQuery =
  | { type: 'found'; found: readonly Found[]; missing: readonly Missing[] }
  /** One reference fits several migrations: nothing is done until the person has chosen. */
  | Extract<Reply, { type: 'choice' }>
export type Missing = { ref: string; error: AppError }

/** `command`: what the buttons of a choice type. `page`: the page of the choice to which somebody turned. */
type Asked = { command(refs: readonly string[]): string; page?: number }

/**
 * Finds each migration that was named, every one once. An account that refused its key is not asked again. One that is
 * missing stops no other, unless it is the only one. Who turns a page has not chosen yet, even if all are clear by then.
 */
export async function findEach(refs: readonly Ref[], asked: Asked, tools: Finding): Promise<MigrationQuery> {
  const patient = { ...tools, connect: untilRefused(tools.connect) }
  const isTurning = asked.page !== undefined
  const found = new Map<Ref, Found>()
  const missing: Missing[] = []
  for (const ref of refs) {
    const search = await findAll(ref, patient, { isKnownEnough: isTurning }).catch((error: unknown) => {
      if (refs.length === 1 || !isAppError(error)) throw error
      missing.push({ ref: formatRef(ref), error })
      return undefined
    })
    if (search === undefined) continue
    const [only] = search.found
    const isCertain = search.found.length === 1 && search.troubles.length === 0
    if (only === undefined || !isCertain) return choiceFor(ref, search, { refs, ...asked })
    found.set(ref, only)
  }
  const left = [...found].find(([ref, { migration }]) => matchRef(ref, migration) !== 'exact') ?? [...found][0]
  if (isTurning && left !== undefined) return choiceFor(left[0], { found: [left[1]], troubles: [] }, { refs, ...asked })
  const once = new Map([...found.values()].map((one) => [refOf(one.migration), one]))
  return { type: 'found', found: [...once.values()], missing }
}

/** Throws AppError usage where a button could not hold the whole command. */
function choiceFor(
  ref: Ref,
  hits: Hits,
  { refs, command, page }: Asked & { refs: readonly Ref[] },
): Extract<MigrationQuery, { type: 'choice' }> {
  const chosen = (full: string) => command(refs.map((each) => quoted(each === ref ? full : formatRef(each))))
  const longest = Math.max(...hits.found.map(({ migration }) => chosen(refOf(migration)).length))
  if (longest > limits.buttonValue) {
    const problem = `Several migrations match \`${formatRef(ref).slice(0, 60)}\`, and this command is too long for a button.`
    throw new AppError('usage', { problem: `${problem} Type the full id, or fewer ids at once.`, usage: 'list' })
  }
  return { type: 'choice', choice: choiceAmong(ref, hits, { command: chosen, ...defined({ page }) }) }
}

/** Connections that make no call after their key was refused. */
export function untilRefused(connect: Finding['connect']): Finding['connect'] {
  const opened = new Map<string, Connection>()
  return (account) => {
    const connection = opened.get(account.name) ?? showingUntilRefused(connect(account))
    opened.set(account.name, connection)
    return connection
  }
}

function showingUntilRefused(connection: Connection): Connection {
  let refused: unknown
  return {
    ...connection,
    async show(target, options) {
      if (refused !== undefined) throw refused
      try {
        return await connection.show(target, options)
      } catch (error) {
        if (isAppError(error, 'provider_denied', 'clock_wrong')) refused = error
        throw error
      }
    },
  }
}
