import { defined } from '../../../defined.ts'
import { AppError, isAppError } from '../../../errors/errors.ts'
import { identityOf } from '../../../fleet/judge/identity.ts'
import { isInReach } from '../../../migrations/actions.ts'
import type { Form } from '../../../migrations/fields/field.ts'
import { readSpec } from '../../../migrations/fields/form.ts'
import { type Kind, kinds } from '../../../migrations/migration.ts'
import type { Draft } from '../../../migrations/spec/draft.ts'
import type { Spec, SpecProblems } from '../../../migrations/spec/spec.ts'
import type { Connection, Creation, Creator, Provider, SpecKeys } from '../../../providers/provider.ts'
import type { Account } from '../../../store/store.ts'
import { providerOf } from '../../find/accounts.ts'
import { keysOf } from '../../key-uses.ts'
import { authorise } from '../../machine/authorise.ts'
import type { Origin, Tools } from '../../machine/command.ts'

/** A draft, the account in which it creates a migration, and what the account's provider takes. */
export type CreateContext = {
  draft: Draft
  account: Account
  /** What the account is, whatever its keys; see `identityOf`. */
  identity: string
  provider: Provider
  kind: Kind
  noun: string
  creation: Creation
  creator: Creator
  connection: Connection
  origin: Origin
  tools: Tools
}

export type CreateAccount = { account: Account; provider: Provider }

/** The accounts in which a person may request a migration and the provider can create one. */
export async function createAccounts(origin: Origin, tools: Tools): Promise<CreateAccount[]> {
  const { items } = await tools.store.accounts.list()
  const all = items.map((account) => ({ account, provider: providerOf(account, tools.providers) }))
  const able = all.filter((createAccount) => kindsMadeBy(createAccount).length > 0)
  const allowed = await Promise.all(able.map(({ account }) => isAllowed(account.name, origin, tools)))
  return able.filter((_, index) => allowed[index])
}

/** The error for a person who can request a migration in no account. */
export function noCreateAccount(): AppError {
  const problem = 'None of the connected accounts that you can use can create migrations from here.'
  return new AppError('usage', { problem, usage: 'connect' })
}

export function kindsMadeBy({ account, provider }: CreateAccount): Kind[] {
  return kinds.filter((kind) => {
    const capabilities = provider.kinds[kind]
    return capabilities?.can.creation !== undefined && isInReach(account.facts.region, capabilities)
  })
}

/**
 * The context of a draft. Undefined if the draft names no account, or one that is gone. Throws not_allowed or
 * not_named.
 */
export async function contextOf(draft: Draft, { origin, tools }: Pick<CreateContext, 'origin' | 'tools'>) {
  const name = draft.answers.account
  const account = name === undefined ? undefined : await tools.store.accounts.get(name)
  if (account === undefined) return undefined
  await authorise({ origin, needs: { to: 'request' }, account: account.name }, tools)
  const provider = providerOf(account, tools.providers)
  const made = kindsMadeBy({ account, provider })
  const kind = made.find((one) => one === draft.answers.kind) ?? made[0]
  const capabilities = kind === undefined ? undefined : provider.kinds[kind]
  if (kind === undefined || capabilities === undefined) return undefined
  const { noun, can } = capabilities
  const { creation } = can
  const connection = tools.connect(account)
  const creator = connection.operation('creation', kind)
  if (creation === undefined || creator === undefined) return undefined
  const answers = { ...draft.answers, kind }
  const context: CreateContext = {
    ...{
      account,
      identity: identityOf(account, provider),
      provider,
      kind,
      noun,
      creation,
      creator,
      connection,
      origin,
      tools,
    },
    draft: { ...draft, answers },
  }
  return context
}

export function formOf({ creation: { takes }, provider, kind, draft: { answers } }: CreateContext): Form {
  return { takes, answers, ...defined({ limitRules: provider.kinds[kind]?.can.limit?.rules }) }
}

export type DraftReading = { spec: Spec; keys: SpecKeys; problems: SpecProblems }

/**
 * Reads a draft's answers as a spec, with the keys that it names and everything that is wrong with it. Asks no cloud.
 */
export async function readDraft(context: CreateContext): Promise<DraftReading> {
  const { spec, problems } = readSpec(formOf(context))
  const keys = await keysOf(spec, context.tools)
  return { spec, keys, problems: { ...context.creation.problemsIn(spec, keys), ...problems } }
}

async function isAllowed(account: string, origin: Origin, tools: Tools): Promise<boolean> {
  try {
    await authorise({ origin, needs: { to: 'request' }, account }, tools)
    return true
  } catch (error) {
    if (isAppError(error, 'not_allowed', 'not_named', 'guest_not_allowed')) return false
    throw error
  }
}
