import { AppError, isAppError } from '../../errors/errors.ts'
import { formatRef, type Ref, refOf } from '../../migrations/typed/ref.ts'
import type { Connection } from '../../providers/provider.ts'
import { limits } from '../../views/blocks/limits.ts'
import type { MigrationChoice } from '../../views/list/choice.ts'
import type { Reply } from '../machine/command.ts'
import { type Finding, findAll } from './find.ts'
import type { Found, Hits } from './found.ts'

export type MigrationQuery =
  | { type: 'found'; found: readonly Found[]; missing: readonly Missing[] }
  /** One reference fits several migrations: nothing is done until the person has chosen. */
  | Extract<Reply, { type: 'choice' }>
export type Missing = { ref: string; error: AppError }

/**
 * Finds each migration that was named, every one once. `command` is what the buttons of a choice type. An
 * account that refused its key is not asked again. One that is missing stops no other, unless it is the only one.
 */
export async function findEach(
  refs: readonly Ref[],
  command: (refs: readonly string[]) => string,
  tools: Finding,
): Promise<MigrationQuery> {
  const patient = { ...tools, connect: untilRefused(tools.connect) }
  const found = new Map<string, Found>()
  const missing: Missing[] = []
  for (const ref of refs) {
    const search = await findAll(ref, patient).catch((error: unknown) => {
      if (refs.length === 1 || !isAppError(error)) throw error
      missing.push({ ref: formatRef(ref), error })
      return undefined
    })
    if (search === undefined) continue
    const [only] = search.found
    const isCertain = search.found.length === 1 && search.troubles.length === 0
    if (only === undefined || !isCertain) {
      return { type: 'choice', choice: choiceFor(search, ref, { refs, command }) }
    }
    found.set(refOf(only.migration), only)
  }
  return { type: 'found', found: [...found.values()], missing }
}

type Naming = { refs: readonly Ref[]; command: (refs: readonly string[]) => string }

/** Throws AppError usage where a button could not hold the whole command. */
function choiceFor({ found, troubles }: Hits, ref: Ref, { refs, command }: Naming): MigrationChoice {
  const chosen = (full: string) => command(refs.map((each) => (each === ref ? full : formatRef(each))))
  const migrations = found.map(({ migration }) => migration)
  const longest = Math.max(...migrations.map((migration) => chosen(refOf(migration)).length))
  if (longest > limits.buttonValue) {
    const problem = `Several migrations match \`${formatRef(ref).slice(0, 60)}\`, and this command is too long for a button.`
    throw new AppError('usage', { problem: `${problem} Type the full id, or fewer ids at once.`, usage: 'list' })
  }
  const named = { from: 'typed', typed: formatRef(ref), total: migrations.length, page: 1 } as const
  return { ...named, migrations, command: chosen, troubles }
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
