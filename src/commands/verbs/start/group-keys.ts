import { createHash } from 'node:crypto'
import { defined } from '../../../defined.ts'
import { isPossible } from '../../../migrations/actions.ts'
import { mayNeedCdnKey } from '../../../migrations/cdn-told.ts'
import type { Migration } from '../../../migrations/migration.ts'
import type { Place } from '../../../migrations/spec/source-and-target.ts'
import type { Group } from '../../../store/store.ts'
import type { KeySection, RetryForm } from '../../../views/act/retry-form.ts'
import { knownOf } from '../../find/known.ts'
import { keyNames, type LastKeys, lastKeysForAll } from '../../key-uses.ts'
import { isWorthOffering, rightsNow } from '../../machine/authorise.ts'
import type { FormTools, Invocation } from '../../machine/command.ts'
import { type KeyNames, lackedBy, needsKey, type Side, sides } from './keys.ts'

/**
 * Migrations that are restarted together: where each goes, and when it failed in epoch milliseconds, if that is known.
 */
export type Members = readonly Pick<Group['members'][number], 'account' | 'migrationId' | 'from' | 'to' | 'at'>[]
type Given = Pick<Invocation, 'answers' | 'asked' | 'flags'>
/** The keys that opened a bucket last. */
export type LastKeysOf = (bucket: string | undefined) => LastKeys

/** Most sections with two questions each that fit a form, beside the rest of it. */
const mostSections = 30
const uses = { source: 'sourceKey', target: 'targetKey' } as const

/**
 * The members that can be restarted and whose start needs keys that no option names, as far as is known and the person
 * may restart them. Asks no cloud.
 */
export async function lackingKeys(
  verb: 'retry' | 'start',
  members: Members,
  { invocation: { flags, origin }, tools }: { invocation: Invocation; tools: FormTools },
): Promise<Migration[]> {
  const known = await knownOf(
    members.map(({ account, migrationId: id }) => ({ account, id })),
    tools,
  )
  const lacking = known.filter(
    ({ migration, provider }) =>
      isPossible(verb, migration, provider.kinds[migration.kind]) && lackedBy(migration, flags).length > 0,
  )
  const accounts = [...new Set(lacking.map(({ account }) => account.name))]
  const now = rightsNow(tools)
  const allowed = await Promise.all(
    accounts.map((account) => isWorthOffering({ origin, needs: 'operator', account }, now)),
  )
  const own = new Set(accounts.filter((_, index) => allowed[index]))
  return lacking.flatMap(({ migration }) => (own.has(migration.account) ? [migration] : []))
}

/**
 * Questions of the form: the keys of each distinct pair of places. If there are too many pairs, the keys of each
 * account that has buckets which no earlier key opens.
 */
export async function questionsFor(
  lacking: readonly Migration[],
  { flags }: Given,
  tools: FormTools,
): Promise<Pick<RetryForm, 'keys' | 'sections' | 'unasked'>> {
  const [keys, lastKeys] = await Promise.all([
    keyNames(tools),
    lastKeysIn(
      lacking.flatMap(({ source, target }) => [source.bucket, target.bucket]),
      tools,
    ),
  ])
  const pairs = groupedBy(lacking, pairOf)
  if (pairs.length <= mostSections) {
    return { keys, sections: pairs.flatMap((all) => pairSection(all, { flags, lastKeys })), unasked: 0 }
  }
  const accounts = groupedBy(lacking, ({ account }) => account)
  const sections = accounts.flatMap((all) => accountSection(all, { flags, lastKeys }))
  return { keys, sections: sections.slice(0, mostSections), unasked: Math.max(0, sections.length - mostSections) }
}

/** Migrations that have something in common, the most first. */
function groupedBy(all: readonly Migration[], what: (migration: Migration) => string): Migration[][] {
  return [...Map.groupBy(all, what).values()].toSorted((a, b) => b.length - a.length)
}

export async function lastKeysIn(
  buckets: readonly (string | undefined)[],
  tools: Pick<FormTools, 'store'>,
): Promise<LastKeysOf> {
  const known = await lastKeysForAll(
    buckets.filter((bucket) => bucket !== undefined),
    tools,
  )
  return (bucket) => known.get(bucket ?? '') ?? {}
}

type Asking = Pick<Given, 'flags'> & { lastKeys: LastKeysOf }

function pairSection(all: readonly Migration[], { flags, lastKeys }: Asking): KeySection[] {
  const [first] = all
  if (first === undefined) return []
  const { source, target } = first
  const questions = sides
    .filter((side) => all.some((one) => lackedBy(one, flags).includes(side)))
    .map((side) => ({
      ...defined({ last: lastKeys(first[side].bucket)[uses[side]] }),
      side,
      name: nameFor(side, pairOf(first)),
      forCdn: side === 'source' && all.some(mayNeedCdnKey),
    }))
  return [{ of: 'pair', source, target, count: all.length, questions }]
}

function accountSection(all: readonly Migration[], { flags, lastKeys }: Asking): KeySection[] {
  const account = all[0]?.account ?? ''
  const unopened = (one: Migration, side: Side) =>
    lackedBy(one, flags).includes(side) && lastKeys(one[side].bucket)[uses[side]] === undefined
  const asked = sides.filter((side) => all.some((one) => unopened(one, side)))
  if (asked.length === 0) return []
  const count = all.filter((one) => asked.some((side) => unopened(one, side))).length
  const questions = asked.map((side) => ({
    side,
    name: nameFor(side, account),
    forCdn: side === 'source' && all.some((one) => mayNeedCdnKey(one) && unopened(one, side)),
  }))
  return [{ of: 'account', account, count, questions }]
}

/**
 * The keys for a migration: from an option, else from the question about its pair of places. If the form did not ask
 * about the pair, the keys that opened the buckets before, or those that were chosen for the account.
 */
export function keysFor(migration: Migration, { answers, asked, flags }: Given, lastKeys: LastKeysOf): KeyNames {
  const keyFor = (side: Side): string | undefined => {
    if (!needsKey(migration, side)) return undefined
    if (flags[side] !== undefined || answers === undefined) return flags[side]
    const question = nameFor(side, pairOf(migration))
    if (asked?.includes(question)) return answers[question]
    return lastKeys(migration[side].bucket)[uses[side]] ?? answers[nameFor(side, migration.account)]
  }
  return defined({ source: keyFor('source'), target: keyFor('target') })
}

/** Problems of the answers, by question: a pair with one key of two, or no key at all. */
export function problemsIn({ answers = {}, asked = [] }: Given): Record<string, string> {
  const [first] = asked
  if (first === undefined || asked.some((name) => !isAboutPair(name))) return {}
  if (asked.every((name) => answers[name] === undefined)) return { [first]: 'Choose the keys of at least one pair.' }
  const halves = asked.flatMap((name) => {
    const other = otherSide(name)
    const isHalf = asked.includes(other) && answers[name] === undefined && answers[other] !== undefined
    return isHalf ? [[name, 'Choose this key too, or none for this pair.']] : []
  })
  return Object.fromEntries(halves)
}

/** The name of the question for a pair or an account. It stays the same however the members change. */
function nameFor(side: Side, about: string): string {
  return `${side}-${about}`
}

/** Fingerprint of the two places of a migration. Begins with a sign that no account's name has. */
function pairOf({ source, target }: Pick<Migration, 'source' | 'target'>): string {
  const parts = [source, target].map(({ cloud, region, bucket }: Place) => [cloud, region, bucket])
  return `#${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)}`
}

function isAboutPair(question: string): boolean {
  return /^(source|target)-#/.test(question)
}

function otherSide(question: string): string {
  return question.startsWith('source-')
    ? question.replace('source-', 'target-')
    : question.replace('target-', 'source-')
}
