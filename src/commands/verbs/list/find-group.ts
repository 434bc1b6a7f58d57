import { AppError } from '../../../errors/errors.ts'
import { parseRef } from '../../../migrations/typed/ref.ts'
import type { KindCapabilities, Provider } from '../../../providers/provider.ts'
import type { Account } from '../../../store/store.ts'
import { accountsFor, providerOf } from '../../find/accounts.ts'
import { type Finding, withMigration } from '../../find/find.ts'
import type { Invocation, Reply } from '../../machine/command.ts'

export type FoundGroup = { account: Account; id: string }

/**
 * Finds the group whose tasks are wanted, as `withMigration` does. A complete reference, such as a button's, needs no
 * call. Throws AppError usage if no account has kinds with tasks, or the migration has none.
 */
export async function withGroup(
  invocation: Invocation,
  tools: Finding,
  asked: { command: (ref: string) => string; proceed: (group: FoundGroup) => Promise<Reply> },
): Promise<Reply> {
  const ref = parseRef(invocation.words[0] ?? '')
  const accounts = await accountsFor(ref?.account, tools)
  const [able] = accounts.filter((account) => kindsOf(providerOf(account, tools.providers)).some(hasTasks))
  if (able === undefined) throw usage('Nothing in these accounts has tasks.')
  const isComplete =
    ref?.account !== undefined && !ref.isPrefix && providerOf(able, tools.providers).isWholeId(ref.text)
  if (isComplete) return asked.proceed({ account: able, id: ref.text })
  return withMigration(invocation, tools, {
    verb: 'list --group',
    command: asked.command,
    proceed: async ({ account, provider, migration: { kind, id } }) => {
      const { noun = kind, ...capabilities } = provider.kinds[kind] ?? {}
      if (!hasTasks(capabilities)) throw usage(`\`${id.slice(0, 60)}\` is a ${noun} and has no tasks.`)
      return asked.proceed({ account, id })
    },
  })
}

function kindsOf({ kinds }: Provider): KindCapabilities[] {
  return Object.values(kinds)
}

function hasTasks(kind: Pick<KindCapabilities, 'hasTasks'>): boolean {
  return kind.hasTasks ?? false
}

function usage(problem: string): AppError {
  return new AppError('usage', { problem, usage: 'list --group prod-hw/d85e…' })
}
