import { defined } from '../../defined.ts'
import { AppError, isAppError, say } from '../../errors/errors.ts'
import type { CredentialsResult, Provider } from '../../providers/provider.ts'
import type { Account } from '../../store/store.ts'
import { accountConnected } from '../../views/account/accounts.ts'
import { accountForm } from '../../views/account/form.ts'
import { providerOf } from '../find/accounts.ts'
import type { Answers, Command, Invocation, Reply, Tools } from '../machine/command.ts'
import { admit, enact } from '../machine/enact.ts'
import { misplacedSecrets } from '../machine/typed-secret.ts'
import { nameProblem, readName } from '../names.ts'

export const connect: Command = {
  verb: 'connect',
  aliases: ['login', 'add'],
  needs: 'admin',
  // Without a name this is a new account, for which nobody has a role yet.
  concernsAll: ({ words }) => words.length === 0,
  takes: { most: 1 },
  options: ['step'],
  usage: 'connect [account or cloud]',
  summary: 'Connect a cloud account',
  examples: ['connect', 'connect naver', 'connect prod-hw'],
  notes: [
    'The form asks for a name, region, project and keys. Ferry checks them with one harmless call before it saves them.',
  ],
  opensForm: ({ answers }) => answers === undefined,
  run: (invocation, tools) =>
    invocation.answers === undefined ? ask(invocation, tools) : save(invocation.answers, invocation, tools),
}

/**
 * Opens the form for an account. For an existing account, its name and the answers that are not secret are filled in.
 */
async function ask({ words, flags, entered = {}, origin }: Invocation, { store, providers }: Tools): Promise<Reply> {
  const { account, provider, lostName } = await wanted(words[0], { store, providers })
  const typed = words[0]?.toLowerCase() === provider.name ? undefined : readName(words[0])
  const stored = account === undefined ? defined({ name: typed }) : openAnswers(account, provider)
  const initial = { ...stored, ...openIn(entered, provider) }
  const { channel } = origin
  const command = `connect ${account?.name ?? lostName ?? provider.name}`
  const clouds = account === undefined ? providers : []
  const rare = provider.accountFields.filter(({ isRare }) => isRare)
  const isWhole = flags.step === 'other' || rare.length === 0 || rare.some(({ name }) => account?.credentials[name])
  const whole = isWhole ? undefined : `${command} --step other`
  return { type: 'form', modal: accountForm({ provider, clouds, command, initial, ...defined({ whole, channel }) }) }
}

/** Answers typed so far, without secrets: Slack itself keeps those in the form. */
function openIn(entered: Answers, provider: Provider): Answers {
  const open = ['name', ...openQuestions(provider)]
  return Object.fromEntries(Object.entries(entered).filter(([question]) => open.includes(question)))
}

async function save(answers: Answers, { words, origin }: Invocation, tools: Tools): Promise<Reply> {
  const { account: replaced, provider, lostName } = await wanted(words[0], tools)
  const read = provider.readCredentials(answers)
  const name = readName(answers.name)
  const problems = {
    ...(await nameProblems(name, replaced?.name ?? lostName, tools)),
    ...credentialProblems(read, answers, tools),
    ...misplacedSecrets(answers, ['name', ...openQuestions(provider)]),
  }
  if (name === undefined || !read.ok || Object.keys(problems).length > 0) return { type: 'form problems', problems }
  const { credentials, facts } = read
  const account: Account = {
    name,
    provider: provider.name,
    credentials,
    facts,
    createdBy: origin.user,
    createdAt: tools.clock.now(),
  }
  const isKept = name === (replaced?.name ?? lostName)
  const connecting = { origin, needs: 'admin', verb: 'connect', subject: name, detail: provider.label } as const
  const act = isKept ? { ...connecting, account: name } : connecting
  // Ferry does not try keys for somebody who may not store them.
  await admit(act, tools)
  const refusal = await check(account, provider, tools)
  if (refusal !== undefined) return { type: 'form problems', problems: refusal }
  await enact({ ...act, run: () => tools.store.accounts.set(name, account) }, tools)
  tools.lookNow(name)
  return { type: 'message', message: accountConnected(name, provider.label) }
}

type Wanted = {
  account?: Account
  provider: Provider
  /** Name of a stored account that cannot be read any more. Connecting it again repairs it. */
  lostName?: string
}

/** The target of the word: a stored account, or else a provider, or else a new account. */
async function wanted(
  word: string | undefined,
  { store, providers }: Pick<Tools, 'store' | 'providers'>,
): Promise<Wanted> {
  const name = word?.toLowerCase()
  const provider = providerNamed(name, providers)
  const account = name === undefined ? undefined : await stored(name, store)
  if (name === undefined || account === undefined) return { provider }
  return account === 'lost' ? { provider, lostName: name } : { account, provider: providerOf(account, providers) }
}

/** The stored account of a name. Undefined if there is none. */
async function stored(
  name: string,
  { accounts }: Pick<Tools['store'], 'accounts'>,
): Promise<Account | 'lost' | undefined> {
  try {
    return await accounts.get(name)
  } catch (error) {
    if (isAppError(error, 'record_unreadable', 'seal_unopenable')) return 'lost'
    throw error
  }
}

/** Problems of an account's name. A name that is taken is refused, unless the form connects that very account again. */
async function nameProblems(
  name: string | undefined,
  replacedName: string | undefined,
  { store }: Tools,
): Promise<Record<string, string>> {
  if (name === undefined) return { name: nameProblem }
  if (name === replacedName) return {}
  const isFree = (await stored(name, store)) === undefined
  return isFree
    ? {}
    : { name: `There is already an account with this name. To connect it again, type /migrate connect ${name}.` }
}

function credentialProblems(
  read: CredentialsResult,
  answers: Answers,
  { isEndpointAllowed }: Tools,
): Readonly<Record<string, string>> {
  if (!read.ok) return read.problems
  const host = read.endpoints.find((endpoint) => !isEndpointAllowed(endpoint))
  if (host === undefined) return {}
  const { what, next } = say(new AppError('endpoint_refused', { host }))
  const field = Object.keys(answers).find((name) => answers[name]?.includes(host))
  return { [field ?? 'name']: `${what} ${next}` }
}

/**
 * Checks credentials with one cheap call. A refusal appears at the first question about them, so that no typed answer
 * is lost.
 */
async function check(
  account: Account,
  provider: Provider,
  tools: Tools,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    await tools.connect(account).check({})
    return undefined
  } catch (error) {
    if (!isAppError(error)) throw error
    const { what, next } = say(error)
    const field = provider.accountFields.find(({ isSecret }) => isSecret) ?? provider.accountFields[0]
    return {
      [field?.name ?? 'name']:
        error.code === 'provider_denied' ? `${what} Correct them and submit the form again.` : `${what} ${next}`,
    }
  }
}

function openAnswers({ name, credentials }: Account, provider: Provider): Record<string, string> {
  const open = openQuestions(provider).filter((question) => credentials[question] !== undefined)
  return { name, ...Object.fromEntries(open.map((question) => [question, credentials[question] ?? ''])) }
}

function openQuestions({ accountFields }: Provider): string[] {
  return accountFields.filter(({ isSecret }) => !isSecret).map(({ name }) => name)
}

/** The provider with this name, or else the first one. The form lets people choose another. */
function providerNamed(name: string | undefined, providers: readonly Provider[]): Provider {
  const provider = providers.find((one) => one.name === name) ?? providers[0]
  if (provider === undefined) throw new AppError('unexpected')
  return provider
}
