import { AppError } from '../../../errors/errors.ts'
import { type DraftAnswers, type Form, offeredBy } from '../../../migrations/fields/field.ts'
import { allQuestions, questionsFor } from '../../../migrations/fields/form.ts'
import { unspell, unspellBucketPath } from '../../../migrations/typed/spelling.ts'
import type { Creation } from '../../../providers/provider.ts'
import { leftOpen } from '../../../views/create/field-question.ts'
import { nameQuestions } from '../../../views/create/page.ts'
import { accountNotFound, type CreateAccount, kindsMadeBy, noCreateAccount } from '../../find/accounts.ts'
import { type Answers, type FlagName, type Flags, isFlag } from '../../machine/command.ts'
import { holdsSecret, secretProblem } from '../../machine/typed-secret.ts'

export type Typed = { words: readonly string[]; flags: Flags; accounts: readonly CreateAccount[] }

const usage = 'create prod-hw AWS/photos → archive --source photos-read --target archive-write'

/**
 * Reads a new migration that was typed: `[account] <cloud or endpoint>/<bucket>[/prefix] → <bucket>[/prefix]`. The
 * arrow may be `->` or `to`. An account alone opens its form.
 */
export function readOrder({ words, flags, accounts }: Typed): DraftAnswers {
  const arrowAt = words.findIndex((word) => /^(→|⇒|-+>|=>|to)$/i.test(word))
  const before = arrowAt < 0 ? words : words.slice(0, arrowAt)
  const after = arrowAt < 0 ? [] : words.slice(arrowAt + 1)
  const [odd] = [...before.slice(2), ...after.slice(1)]
  if (odd !== undefined) throw new AppError('usage', { problem: tooMany(odd), usage })
  const [account, source] = halves(before, accounts)
  const createAccount = createAccountNamed(account, accounts)
  const [target] = after
  if (arrowAt >= 0 && (source === undefined || target === undefined)) {
    throw new AppError('usage', { problem: 'What goes where? Type both sides of the arrow.', usage })
  }
  return {
    ...(createAccount === undefined ? {} : { account: createAccount.account.name }),
    ...(source === undefined ? {} : sourceIn(source, createAccount)),
    ...(target === undefined ? {} : targetIn(target)),
    ...answersIn(flags),
  }
}

function tooMany(word: string): string {
  return `Ferry does not understand \`${word.slice(0, 60)}\` here. Put names with spaces in quotes.`
}

/** Splits what stands before the arrow into account and source. A single word with a slash is a source. */
function halves(
  [first, second]: readonly string[],
  accounts: readonly CreateAccount[],
): [string | undefined, string | undefined] {
  if (first === undefined || second !== undefined) return [first, second]
  const isAccount = !first.includes('/') || accounts.some(({ account }) => account.name === first.toLowerCase())
  return isAccount ? [first, undefined] : [undefined, first]
}

function createAccountNamed(name: string | undefined, accounts: readonly CreateAccount[]): CreateAccount | undefined {
  if (accounts.length === 0) throw noCreateAccount()
  if (name === undefined) return accounts.length === 1 ? accounts[0] : undefined
  const wanted = accounts.find(({ account }) => account.name === name.toLowerCase())
  if (wanted !== undefined) return wanted
  throw accountNotFound(
    name,
    accounts.map(({ account }) => account),
  )
}

/**
 * Reads a source. What stands before the first slash is a cloud if the account knows one of that name, or an endpoint.
 */
function sourceIn(word: string, createAccount: CreateAccount | undefined): DraftAnswers {
  const { bucket: first, path: rest } = unspellBucketPath(word)
  const creation = creationOf(createAccount)
  const cloud = offeredBy(creation?.takes['source.cloud'] ?? {})?.find(
    (one) => one.toLowerCase() === first.toLowerCase(),
  )
  if (cloud !== undefined && rest !== undefined) return { 'source.cloud': cloud, ...bucketIn('source', rest) }
  const isEndpoint = creation?.takes['source.endpoint'] !== undefined && first.includes('.')
  if (isEndpoint && rest !== undefined) return { 'source.endpoint': first, ...bucketIn('source', rest) }
  return bucketIn('source', rest === undefined ? first : `${first}/${rest}`)
}

function targetIn(word: string): DraftAnswers {
  const { bucket, path } = unspellBucketPath(word)
  return bucketIn('target', path === undefined ? bucket : `${bucket}/${path}`)
}

function creationOf(createAccount: CreateAccount | undefined): Creation | undefined {
  const [kind] = createAccount === undefined ? [] : kindsMadeBy(createAccount)
  return kind === undefined ? undefined : createAccount?.provider.kinds[kind]?.can.creation
}

function bucketIn(side: 'source' | 'target', text: string): DraftAnswers {
  const slashAt = text.indexOf('/')
  const bucket = slashAt < 0 ? text : text.slice(0, slashAt)
  const path = slashAt < 0 ? '' : text.slice(slashAt + 1)
  return {
    ...(bucket === '' ? {} : { [`${side}.bucket`]: bucket }),
    ...(path === '' ? {} : side === 'target' ? { 'target.prefix': path } : namesAnswers(path)),
  }
}

function namesAnswers(prefix: string): DraftAnswers {
  return { 'source.selection': 'prefixes', 'source.names': prefix }
}

/** The options by which answers are typed. */
export const answerOptions: readonly FlagName[] = allQuestions.flatMap(({ flag }) =>
  flag !== undefined && isFlag(flag) ? [flag] : [],
)

/** The answers that were typed as options, such as `--priority high`. */
function answersIn(flags: Flags): DraftAnswers {
  const typed = new Map(Object.entries(flags))
  return Object.fromEntries(
    allQuestions.flatMap(({ name, flag, as }) => {
      const answer = flag === undefined ? undefined : typed.get(flag)
      return answer === undefined ? [] : [[name, as === 'key' ? answer.toLowerCase() : unspell(answer)]]
    }),
  )
}

/** A page as somebody filled it in: the answers, and the questions that the page asked. */
export type Entries = { entered: Answers; asked: readonly string[] }

/**
 * The answers after a page was filled in, and its problems by question. What looks like a secret is a problem and no
 * answer. An agreement is no answer either: it counts for what is on the page only.
 */
export function readEntries(
  before: DraftAnswers,
  { entered, asked }: Entries,
  form: Form | undefined,
): { answers: DraftAnswers; problems: Readonly<Record<string, string>> } {
  const { names, instead, more } = nameQuestions
  const paths = (form === undefined ? [] : questionsFor(form)).flatMap(({ name, isPath }) => (isPath ? [name] : []))
  const isPath = (name: string) => [...paths, instead, more].includes(name)
  const secret = asked.filter((name) => isSecret(entered[name] ?? '', isPath(name)))
  const given = (name: string) => {
    const answer = secret.includes(name) || !asked.includes(name) ? undefined : entered[name]
    return answer === undefined || answer === leftOpen ? [] : [[name, answer] as const]
  }
  const own = asked.filter((name) => name !== 'agreed' && name !== instead && name !== more)
  const others = Object.entries(before).filter(([name]) => !own.includes(name))
  const [[, replaced] = []] = given(instead)
  const [[, added] = []] = given(more)
  const all = replaced ?? (added === undefined ? undefined : `${before[names] ?? ''}\n${added}`.trim())
  const kept = all === undefined ? [] : [[names, all] as const]
  return {
    answers: Object.fromEntries([...others, ...own.flatMap(given), ...kept]),
    problems: Object.fromEntries(secret.map((name) => [name, secretProblem])),
  }
}

/**
 * Whether a text holds a secret. In paths, parts between slashes are checked one by one: they are often long and
 * random.
 */
function isSecret(text: string, isPath: boolean): boolean {
  if (!isPath) return holdsSecret(text)
  return (
    text.split('\n').some((line) => /^[A-Za-z0-9/+]{40}$/.test(line.trim()) && holdsSecret(line)) ||
    text.split(/[/\n]/).some(holdsSecret)
  )
}
