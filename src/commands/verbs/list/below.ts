import { AppError } from '../../../errors/errors.ts'
import type { ListQuestion } from '../../../fleet/list.ts'
import { parseRef, refOf } from '../../../migrations/typed/ref.ts'
import type { KindCapabilities } from '../../../providers/provider.ts'
import type { Account } from '../../../store/store.ts'
import { accountsFor, providerOf } from '../../find/accounts.ts'
import { withMigration } from '../../find/find.ts'
import type { Invocation, Reply, Tools } from '../../machine/command.ts'

/** A task group or a synchronization task. */
export type Head = { account: Account; below: NonNullable<ListQuestion['below']>; ref: string }
type HeadKind = Head['below']['kind']

/**
 * Finds the group whose tasks are wanted, or the synchronization task whose runs are. Asks no cloud about what is known.
 * Throws AppError usage if no account has such kinds, or the migration has none.
 */
export async function withHead(
  invocation: Invocation,
  tools: Tools,
  asked: { kind: HeadKind; typed: string; command: (ref: string) => string; proceed: (head: Head) => Promise<Reply> },
): Promise<Reply> {
  const { kind, typed } = asked
  const { hasMembers, none, lacks } = words[kind]
  const ref = parseRef(typed)
  const accounts = await accountsFor(ref?.account, tools)
  const able = accounts.find((one) => Object.values(providerOf(one, tools.providers).kinds).some(hasMembers))
  if (able === undefined) throw usage(none, kind)
  if (kind === 'group' && ref?.account !== undefined && !ref.isPrefix && isWholeId(ref.text, able, tools)) {
    // The tasks of a group are known even where the account may not read groups.
    return asked.proceed(headOf(able, { id: ref.text, kind }))
  }
  return withMigration({ ...invocation, words: [typed] }, tools, {
    verb: `list --${kind}`,
    command: asked.command,
    isKnownEnough: true,
    proceed: async ({ account, provider, migration }) => {
      const { noun = migration.kind, ...capabilities } = provider.kinds[migration.kind] ?? {}
      if (!hasMembers(capabilities)) throw usage(`\`${migration.id.slice(0, 60)}\` is a ${noun}${lacks}`, kind)
      return asked.proceed(headOf(account, { id: migration.id, kind }))
    },
  })
}

function headOf(account: Account, { id, kind }: { id: string; kind: HeadKind }): Head {
  return { account, below: { account: account.name, id, kind }, ref: refOf({ account: account.name, id }) }
}

function isWholeId(text: string, account: Account, { providers }: Pick<Tools, 'providers'>): boolean {
  return providerOf(account, providers).isWholeId(text)
}

const words = {
  group: {
    hasMembers: ({ hasTasks = false }: Pick<KindCapabilities, 'hasTasks'>) => hasTasks,
    none: 'Nothing in these accounts has tasks.',
    lacks: ' and has no tasks.',
  },
  sync: {
    hasMembers: ({ hasRuns = false }: Pick<KindCapabilities, 'hasRuns'>) => hasRuns,
    none: 'Nothing in these accounts has runs.',
    lacks: ': it has no runs.',
  },
} as const

function usage(problem: string, kind: HeadKind): AppError {
  return new AppError('usage', {
    problem,
    usage: kind === 'group' ? 'list --group prod-hw/d85e…' : 'list --sync prod-hw/0d14…',
  })
}
