import { AppError, isAppError } from '../../../errors/errors.ts'
import { formatRef, parseRef, type Ref, refOf } from '../../../migrations/typed/ref.ts'
import type { Connection } from '../../../providers/provider.ts'
import { limits } from '../../../views/blocks/limits.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { chooser } from '../../../views/page/list.ts'
import { type Finding, findAll } from '../../find/find.ts'
import type { Found, Hits } from '../../find/found.ts'

export type MigrationQuery =
  | { type: 'found'; found: readonly Found[]; missing: readonly Missing[] }
  /** One reference fits several migrations: nothing is done until the person has chosen. */
  | { type: 'chooser'; message: Message }
export type Missing = { ref: string; error: AppError }

/**
 * Finds each migration that was named, every one once. `command` is what a chooser's buttons type. Lists are read once
 * for all of them, and an account that refused its key is not asked again. One that is missing stops no other, unless
 * it is the only one.
 */
export async function findEach(
  refs: readonly Ref[],
  command: (refs: readonly string[]) => string,
  tools: Finding,
): Promise<MigrationQuery> {
  const patient = { ...tools, connect: onceEach(tools.connect) }
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
      return { type: 'chooser', message: chooserFor(search, ref, { refs, command }) }
    }
    found.set(refOf(only.migration), only)
  }
  return { type: 'found', found: [...found.values()], missing }
}

type Naming = { refs: readonly Ref[]; command: (refs: readonly string[]) => string }

/** Throws AppError usage where a button could not hold the whole command. */
function chooserFor({ found, troubles }: Hits, ref: Ref, { refs, command }: Naming): Message {
  const chosen = (full: string) => command(refs.map((each) => (each === ref ? full : formatRef(each))))
  const migrations = found.map(({ migration }) => migration)
  const longest = Math.max(...migrations.map((migration) => chosen(refOf(migration)).length))
  if (longest > limits.buttonValue) {
    const problem = `Several migrations match \`${formatRef(ref).slice(0, 60)}\`, and this command is too long for a button.`
    throw new AppError('usage', { problem: `${problem} Type the full id, or fewer ids at once.`, usage: 'list' })
  }
  return chooser(formatRef(ref), { migrations, command: chosen, troubles })
}

/** References without repetitions. */
export function parseRefs(words: readonly string[]): Ref[] {
  const refs = words.flatMap((word) => parseRef(word) ?? [])
  return [...new Map(refs.map((ref) => [formatRef(ref), ref])).values()]
}

/** Connections that read each part of a list once, and make no call after their key was refused. */
function onceEach(connect: Finding['connect']): Finding['connect'] {
  const opened = new Map<string, Connection>()
  return (account) => {
    const connection = opened.get(account.name) ?? readingOnce(connect(account))
    opened.set(account.name, connection)
    return connection
  }
}

function readingOnce(connection: Connection): Connection {
  const pages = new Map<string, ReturnType<Connection['list']>>()
  let refused: unknown
  const unlessRefused = async <Result>(read: () => Promise<Result>): Promise<Result> => {
    if (refused !== undefined) throw refused
    try {
      return await read()
    } catch (error) {
      if (isAppError(error, 'provider_denied', 'clock_wrong')) refused = error
      throw error
    }
  }
  return {
    ...connection,
    show: (target, options) => unlessRefused(() => connection.show(target, options)),
    list(query, options) {
      const key = JSON.stringify(query)
      const page = pages.get(key) ?? unlessRefused(() => connection.list(query, options))
      pages.set(key, page)
      return page
    },
  }
}
