import { defined } from '../../defined.ts'
import { AppError } from '../../errors/errors.ts'
import type { StorageKey } from '../../store/store.ts'
import { didYouMean, nearest } from '../../text/nearest.ts'
import {
  type KeyLine,
  keyFields,
  keyForm,
  keyList,
  keyRemoved,
  keyRemoveQuestion,
  keySaved,
} from '../../views/account/keys.ts'
import { isPolite, meansMe } from '../find/words.ts'
import type { Answers, Command, Invocation, Reply, Tools } from '../machine/command.ts'
import { enact } from '../machine/enact.ts'
import { pageIn } from '../machine/page.ts'
import { refuseRest } from '../machine/rest.ts'
import { misplacedSecrets } from '../machine/typed-secret.ts'
import { nameProblem, readName } from '../names.ts'

export const keys: Command = {
  verb: 'keys',
  aliases: ['key'],
  needs: ({ words }) => (isAdding(words) || isRemoving(words) ? 'operator' : 'viewer'),
  takes: ({ words }) => ({ most: isAdding(words) ? 1 : isRemoving(words) ? 2 : 'any' }),
  options: ['for', 'yes'],
  usage: 'keys [name | me | add | remove <name>]',
  summary: 'Storage keys that open source and destination buckets',
  examples: ['keys', 'keys photos-read', 'keys me', 'keys add', 'keys remove photos-read'],
  notes: ['Keys are stored encrypted and never shown again. Never type a key into a command.'],
  opensForm: ({ words, answers }) => answers === undefined && isAdding(words),
  async run(invocation, tools) {
    const { words, answers } = invocation
    if (isAdding(words)) return answers === undefined ? ask(invocation) : save(answers, invocation, tools)
    if (isRemoving(words)) return remove(words[1], invocation, tools)
    return show(invocation, tools)
  },
}

function isAdding([what]: readonly string[]): boolean {
  return /^(add|new)$/i.test(what ?? '')
}

function isRemoving([what]: readonly string[]): boolean {
  return /^(remove|delete|rm)$/i.test(what ?? '')
}

function ask({ flags, origin: { channel } }: Invocation): Reply {
  const memo = {
    command: 'keys add',
    ...defined({ channel, returnTo: flags.for }),
  }
  return { type: 'form', modal: keyForm(memo) }
}

async function save(answers: Answers, { flags, origin }: Invocation, tools: Tools): Promise<Reply> {
  const { store, clock } = tools
  const name = readName(answers.name)
  const secret = readSecret(answers)
  const problems = {
    ...(name === undefined ? { name: nameProblem } : {}),
    ...secretProblems(secret),
    ...(await takenProblem(name, store)),
    ...misplacedSecrets(answers, ['name']),
  }
  if (name === undefined || Object.keys(problems).length > 0) return { type: 'form problems', problems }
  await enact(
    {
      origin,
      needs: 'operator',
      isForAny: true,
      verb: 'keys add',
      subject: name,
      run: () => store.storageKeys.set(name, { name, secret, createdBy: origin.user, createdAt: clock.now() }),
    },
    tools,
  )
  return {
    type: 'form done',
    message: keySaved(name, flags.for),
    ...defined({ reopen: flags.for }),
  }
}

function readSecret(answers: Answers): StorageKey['secret'] {
  const given = keyFields
    .map(({ name }) => [name, answers[name]?.trim() ?? ''] as const)
    .filter(([, value]) => value !== '')
  return Object.fromEntries(given)
}

/** Problems of a key. A key holds exactly one complete way to open a bucket. */
function secretProblems({
  accessKey,
  secretKey,
  connectionString,
  jsonKeyFile,
}: StorageKey['secret']): Record<string, string> {
  if ((accessKey === undefined) !== (secretKey === undefined)) {
    const missing = accessKey === undefined ? 'accessKey' : 'secretKey'
    return { [missing]: 'Fill in both the access key and the secret key.' }
  }
  const ways = [accessKey, connectionString, jsonKeyFile].filter((way) => way !== undefined).length
  if (ways === 0) return { accessKey: 'Fill in the two keys, or the Azure or Google field.' }
  if (ways > 1) return { accessKey: 'Fill in only one of these: the two keys, the Azure field or the Google field.' }
  return jsonKeyFile !== undefined && !isJsonObject(jsonKeyFile) ? { jsonKeyFile: 'This is not a JSON key file.' } : {}
}

function isJsonObject(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
  } catch {
    return false
  }
}

async function takenProblem(name: string | undefined, store: Tools['store']): Promise<Record<string, string>> {
  if (name === undefined) return {}
  const { items, unreadable } = await store.storageKeys.list()
  const isTaken = unreadable.includes(name) || items.some((key) => key.name === name)
  return isTaken ? { name: `There is already a key with this name. Remove it first: /migrate keys remove ${name}` } : {}
}

/** Shows the keys whose names begin with the word that was typed, those that the person added, or all. */
async function show(invocation: Invocation, { store }: Tools): Promise<Reply> {
  const page = pageIn(invocation, keys.usage)
  const { items, unreadable } = await store.storageKeys.list()
  const typed = invocation.words.filter((word) => !isPolite(word))
  const begin = (typed[0] ?? '').toLowerCase().replace(/[.…*]+$/, '') || 'list'
  const named = items.filter(({ name }) => name.startsWith(begin))
  const isMine = meansMe(begin) && named.every(({ name }) => name !== begin)
  const isEach = begin === 'list' || isMine
  if (!isEach && named.length === 0) throw await unknownKey(begin, { typed, items, unreadable }, store)
  refuseRest(typed.slice(1), keys)
  const own = items.filter(({ createdBy }) => !isMine || createdBy === invocation.origin.user)
  const lines = (isEach ? own : named).sort((a, b) => a.name.localeCompare(b.name)).map(lineOf)
  const only = isMine ? ('mine' as const) : isEach ? undefined : { begin }
  const lost = isEach ? unreadable.length : 0
  return { type: 'message', message: keyList(lines, { unreadable: lost, page, ...defined({ only }) }) }
}

type Missed = { typed: readonly string[]; items: readonly StorageKey[]; unreadable: readonly string[] }

/** The error for a word that begins no key: it is an account, or was mistyped. Throws the reason why its key can't be read. */
async function unknownKey(
  word: string,
  { typed, items, unreadable }: Missed,
  { storageKeys, accounts }: Tools['store'],
): Promise<AppError> {
  if (unreadable.includes(word)) await storageKeys.get(word)
  const { items: connected } = await accounts.list()
  if (connected.some(({ name }) => name === word)) return new AppError('key_of_account', { account: word })
  const guess = guessed(word, ['add', 'remove', ...namesOf(items)], (close) =>
    ['keys', close, ...typed.slice(1)].join(' '),
  )
  return new AppError('storage_key_not_found', { key: word.slice(0, 40), ...guess })
}

/** The command that was meant by a mistyped word, for the error about it. */
function guessed(word: string, candidates: readonly string[], command: (close: string) => string) {
  const [close] = nearest(word, candidates)
  if (close === undefined) return {}
  const meant = command(close)
  return { guess: didYouMean(meant), meant }
}

function namesOf(keys: readonly StorageKey[]): string[] {
  return keys.map(({ name }) => name)
}

async function remove(name: string | undefined, { flags, origin }: Invocation, tools: Tools): Promise<Reply> {
  const { store } = tools
  if (name === undefined) throw new AppError('usage', { problem: 'Which key?', usage: 'keys remove <name>' })
  const wanted = name.toLowerCase()
  const { items, unreadable } = await store.storageKeys.list()
  const key = items.find((one) => one.name === wanted)
  if (key === undefined && !unreadable.includes(wanted)) {
    const guess = guessed(wanted, namesOf(items), (close) => `keys remove ${close}`)
    throw new AppError('storage_key_not_found', { key: wanted.slice(0, 40), ...guess })
  }
  if (!flags.yes) return { type: 'message', message: keyRemoveQuestion(wanted) }
  const run = () => store.storageKeys.delete(wanted)
  // A key serves every account, so an operator for only some accounts may remove only keys that they added.
  const isForAny = key?.createdBy === origin.user
  await enact({ origin, needs: 'operator', isForAny, verb: 'keys remove', subject: wanted, run }, tools)
  return { type: 'message', message: keyRemoved(wanted) }
}

/** A key as people may see it, enough to recognize it: its sort and the end of the access key, which is no secret. */
function lineOf({ name, secret, createdBy, createdAt }: StorageKey): KeyLine {
  return { name, hint: hintOf(secret), createdBy, createdAt }
}

function hintOf({ accessKey, connectionString, sessionToken }: StorageKey['secret']): string {
  if (accessKey === undefined) return connectionString === undefined ? 'Google key file' : 'Azure connection string'
  return `${sessionToken === undefined ? 'access key' : 'temporary access key'} …${accessKey.slice(-4)}`
}
