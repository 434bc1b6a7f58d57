import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { Mute } from '../../../store/store.ts'
import { muted, muteForm, notMuted, unmuted } from '../../../views/page/calm.ts'
import { heldBackNow } from '../../../views/words/held-back.ts'
import { orAccount } from '../../find/accounts.ts'
import { withMigration } from '../../find/find.ts'
import { isChannel, namingWords } from '../../find/words.ts'
import type { Answers, Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { refuseRest } from '../../machine/rest.ts'
import { channelIn, quoted } from '../../machine/tokenize.ts'
import { accountMeant } from '../subscribe/subscribe.ts'
import { readSpan, type TypedSpan } from './times.ts'
import { needsFor, patienceOf, type Whose, whoEnded, whosePatience } from './whose.ts'

export const mute: Command = {
  verb: 'mute',
  needs: needsFor,
  takes: { most: 'any', channel: true },
  usage: 'mute <id | account | all> <2h | 1d> [#channel | me]',
  summary: 'Hold messages about something back for a time',
  examples: ['mute', 'mute 1912… 2h', 'mute prod-hw 1d #data-moves', 'mute all 4h me'],
  notes: [
    'What happens meanwhile is told when the time is over. Cards and boards go on.',
    'The time is in minutes, hours, days or weeks, such as 30m, 2h, 1d or 1w. The longest is 30 days.',
    'A channel’s needs the operator role, your own does not.',
  ],
  opensForm: ({ words, answers }) => answers === undefined && words.every(isChannel),
  async run(invocation, tools) {
    if (invocation.answers === undefined && invocation.words.every(isChannel)) return ask(invocation, tools)
    return change(invocation, tools, mute)
  },
}

export const unmute: Command = {
  verb: 'unmute',
  needs: needsFor,
  takes: { most: 'any', channel: true },
  usage: 'unmute <id | account | all> [#channel | me]',
  summary: 'Hear of something again that was muted',
  examples: ['unmute 1912…', 'unmute prod-hw #data-moves'],
  run: (invocation, tools) => change(invocation, tools, unmute),
}

/** The form that asks what to mute, and for how long. */
async function ask({ words, origin }: Invocation, { store }: Tools): Promise<Reply> {
  const { items } = await store.accounts.list()
  const [named] = words.flatMap((word) => channelIn(word) ?? [])
  const channel = named ?? origin.channel
  return { type: 'form', modal: muteForm({ channel, accounts: items.map(({ name }) => name) }) }
}

/** Answers of the form, as they would be typed. */
function wordsOf({ what = 'all', migration = '', span = '' }: Answers): string[] {
  return [migration.trim() === '' ? what : migration.trim(), span]
}

/** Subject of a mute: an account, a migration of it, or everything. */
type Subject = Pick<Mute, 'account' | 'migrationId'>

async function change(invocation: Invocation, tools: Tools, command: typeof mute): Promise<Reply> {
  const isMuting = command === mute
  const whose = whosePatience(invocation, command)
  const [typed, ...after] = invocation.answers === undefined ? whose.words : wordsOf(invocation.answers)
  const isNothing = typed === undefined || namingWords([typed]).length === 0
  if (isNothing || (isMuting && after.length === 0)) throw unclear(command)
  const span = isMuting ? readSpan(after) : undefined
  const until = span && tools.clock.now() + lengthOf(span)
  refuseRest(span === undefined ? after : span.rest, command)
  const { items } = await tools.store.accounts.list()
  const names = items.map(({ name }) => name)
  const account = accountMeant(typed, names)
  if (account !== undefined) return apply(account === 'all' ? {} : { account }, until, { whose, invocation, tools })
  const place = whose.isOwn ? 'me' : `<#${whose.of}>`
  const find = () =>
    withMigration({ ...invocation, words: [typed] }, tools, {
      verb: command.verb,
      isKnownEnough: true,
      command: (ref) => [command.verb, quoted(ref), ...(span === undefined ? [] : [span.typed]), place].join(' '),
      proceed: ({ migration }) =>
        apply({ account: migration.account, migrationId: migration.id }, until, { whose, invocation, tools }),
    })
  return orAccount({ command, typed, names, invocation }, find)
}

const longestMs = 30 * 86_400_000

/** For how long, in milliseconds. Throws AppError usage for what is no span, and for one that is too long. */
function lengthOf({ typed, ms }: TypedSpan): number {
  if (ms !== undefined && ms <= longestMs) return ms
  const said = `\`${typed.slice(0, 40)}\``
  const problem =
    ms === undefined
      ? `${said} is not a time that Ferry understands. Type minutes, hours, days or weeks, such as 30m, 2h, 1d or 1w: at most 30 days.`
      : `${said} is too long: at most 30 days, such as 2h, 1d or 1w.`
  throw new AppError('usage', { problem, usage: mute.usage })
}

function unclear(command: typeof mute): AppError {
  const problem =
    command === mute ? 'Type what to mute and for how long, such as 2h or 1d, at most 30 days.' : 'Type what to unmute.'
  return new AppError('usage', { problem, usage: command.usage })
}

async function apply(
  subject: Subject,
  until: number | undefined,
  { whose: { of, isOwn }, invocation, tools }: { whose: Whose; invocation: Invocation; tools: Tools },
): Promise<Reply> {
  const { origin } = invocation
  const now = tools.clock.now()
  const { mutes = [], ...before } = await patienceOf(of, tools.store)
  const active = mutes.filter((one) => one.until > now)
  const others = active.filter((one) => !isSame(one, subject))
  const name = nameOf(subject)
  const place = { of, isOwn }
  if (until === undefined && others.length === active.length) {
    const isEnd = ({ verb }: { verb: string }) => verb === 'unmute'
    const who = await whoEnded({ verbs: ['mute', 'unmute'], subject: name, isEnd }, place, { origin, tools })
    const still = heldBackNow(before, now)
    return { type: 'message', message: notMuted(name, place, { others: named(others), ...defined({ who, still }) }) }
  }
  const kept = until === undefined ? others : [...others, { ...subject, until, by: origin.user, at: now }]
  const after = kept.length === 0 ? before : { ...before, mutes: kept }
  const run = () => tools.store.patience.set(of, after)
  const verb = until === undefined ? 'unmute' : 'mute'
  const detail = `${isOwn ? 'for themselves' : `in ${of}`}${until === undefined ? '' : ` until ${new Date(until).toISOString()}`}`
  await enact({ origin, needs: needsFor(invocation), verb, subject: name, detail, run }, tools)
  if (until !== undefined) return { type: 'message', message: muted(name, until, place) }
  // What mutes all of it is no part that is still muted: it holds all back.
  const parts = others.filter((one) => isPart(one, subject))
  const still = heldBackNow(after, now, subject.account)
  return { type: 'message', message: unmuted(name, place, { others: named(parts), ...defined({ still }) }) }
}

/** Whether one subject is a part of another: an account of all, or a migration of its account. */
function isPart(one: Subject, whole: Subject): boolean {
  if (whole.migrationId !== undefined) return false
  return whole.account === undefined || (one.account === whole.account && one.migrationId !== undefined)
}

function named(mutes: readonly Mute[]): { name: string; until: number }[] {
  return mutes.map((one) => ({ name: nameOf(one), until: one.until }))
}

/** The subject as it is typed. */
function nameOf({ account, migrationId }: Subject): string {
  return account === undefined ? 'all' : migrationId === undefined ? account : refOf({ account, id: migrationId })
}

function isSame(one: Subject, other: Subject): boolean {
  return one.account === other.account && one.migrationId === other.migrationId
}
