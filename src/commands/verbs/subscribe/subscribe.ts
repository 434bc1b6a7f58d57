import { randomBytes } from 'node:crypto'
import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import { isEnded } from '../../../migrations/migration.ts'
import type { Hearing, Scope, Showing } from '../../../migrations/set.ts'
import type { SubscriptionRecord } from '../../../store/store.ts'
import { subscribeForm } from '../../../views/page/subscribe-form.ts'
import { subscribed } from '../../../views/page/subscriptions.ts'
import { setWords } from '../../../views/words/set.ts'
import { accountNotFound, orAccount } from '../../find/accounts.ts'
import { lookAround } from '../../find/look.ts'
import { isChannel } from '../../find/words.ts'
import type { Answers, Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { refuseRest, restOf } from '../../machine/rest.ts'
import { wayIn } from '../watch/calling.ts'
import { channelOf } from '../watch/channel.ts'
import { watch } from '../watch/watch.ts'
import { isAboutSet, readSet } from './words.ts'

export const subscribe: Command = {
  verb: 'subscribe',
  needs: 'viewer',
  takes: { most: 'any', channel: true },
  options: ['call', 'form'],
  usage: 'subscribe <account | all> [ended | failed | all] [bucket <pattern>] [#channel] [--call …] [--form]',
  summary: 'Follow all migrations of an account, or of all, in a channel',
  examples: ['subscribe', 'subscribe prod-hw failed', 'subscribe all ended bucket logs-* #data-moves'],
  notes: [
    '`failed`: failures, stalls, late migrations and accounts that Ferry can’t read. `ended`: every end.',
    'Narrow it with `bucket`, `name`, `kind` or `state`. In a pattern, `*` stands for any characters.',
    'With `--call private`, `both` or `none`, people are told in private of what calls them, both, or not at all.',
    'Add `cards`, `board` or `announcements` for what the channel sees. Nothing from before is told.',
    'With `--form`, a form with all of that opens first. The list has such a button for what it shows.',
    'With an id, it does the same as `watch`.',
  ],
  opensForm: ({ words, answers, flags }) => answers === undefined && (words.length === 0 || flags.form !== undefined),
  async run(invocation, tools) {
    const { words, answers, flags, origin } = invocation
    if (answers !== undefined) return save(answers, invocation, tools)
    const { items: accounts } = await tools.store.accounts.list()
    const names = accounts.map(({ name }) => name)
    const [typed, ...rest] = words.filter((word) => !isChannel(word))
    if (typed === undefined) return { type: 'form', modal: subscribeForm({ accounts: names, channel: origin.channel }) }
    const account = accountMeant(typed, names)
    if (account !== undefined && flags.form !== undefined) {
      const begun = {
        account,
        ...readSet(rest, subscribe.usage),
        ...defined({ calling: wayIn(invocation, subscribe) }),
      }
      const channel = words.some(isChannel) ? channelOf(invocation, subscribe) : origin.channel
      return { type: 'form', modal: subscribeForm({ accounts: names, channel, begun }) }
    }
    if (account === undefined) {
      if (isAboutSet(rest)) throw accountNotFound(typed, accounts)
      refuseRest(restOf(watch, invocation), subscribe)
      return orAccount({ command: subscribe, typed, names, invocation }, () => watch.run(invocation, tools))
    }
    const { of, hears = 'all', shows = seenWith(hears) } = readSet(rest, subscribe.usage)
    const channel = channelOf(invocation, subscribe)
    const set = { channel, of: { ...(account !== 'all' && { account }), ...of }, hears, shows }
    return follow({ ...set, ...defined({ calling: wayIn(invocation, subscribe) }) }, invocation, tools)
  },
}

/** The account that a word names, or `all`. Undefined if it names something else, such as a migration. */
export function accountMeant(typed: string, names: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase()
  return wanted === 'all' ? 'all' : names.find((name) => name === wanted)
}

/** Display of a set in a channel by default: a channel that hears only of failures does not show the rest. */
function seenWith(hears: Hearing): Showing {
  return hears === 'all' ? 'cards' : 'announcements'
}

type Wanted = Pick<SubscriptionRecord, 'channel' | 'of' | 'hears' | 'shows' | 'calling'>

async function save(answers: Answers, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { account = 'all', hears, shows, channel = invocation.origin.channel } = answers
  if (channel === undefined) return { type: 'form problems', problems: { channel: 'Choose a channel.' } }
  const words = ['bucket', 'name', 'kind', 'state'].flatMap((name) => {
    const value = answers[name]?.trim() ?? ''
    return value === '' || value === 'any' ? [] : [name, value]
  })
  const typed = readSet(
    [...words, ...(hears === undefined ? [] : [hears]), ...(shows === undefined ? [] : [shows])],
    '',
  )
  const wanted: Wanted = {
    channel,
    of: { ...(account !== 'all' && { account }), ...typed.of },
    hears: typed.hears ?? 'all',
    shows: typed.shows ?? seenWith(typed.hears ?? 'all'),
    ...defined({ calling: wayIn({ flags: defined({ call: answers.call }) }, subscribe) }),
  }
  if (!(await tools.canPost(channel))) {
    return { type: 'form problems', problems: { channel: 'Ferry can’t post there. Invite it first: /invite @Ferry' } }
  }
  return follow(wanted, invocation, tools)
}

/** Begins a subscription. One to the same set in the same channel is changed instead. */
async function follow(wanted: Wanted, { origin }: Invocation, tools: Tools): Promise<Reply> {
  const { store, clock } = tools
  const { channel, of, hears, shows, calling } = wanted
  if (!(await tools.canPost(channel))) throw new AppError('channel_unusable', { channel: `<#${channel}>` })
  const { items } = await store.subscriptions.list()
  // What ended a moment ago is from before, though Ferry may not know of it yet.
  await lookAround(await accountsIn(of, tools), tools)
  const same = items.find((one) => one.channel === channel && one.ended === undefined && isSameSet(one.of, of))
  const subscription: SubscriptionRecord = {
    ...(same ?? { id: freeId(items), createdBy: origin.user, createdAt: clock.now() }),
    ...wanted,
  }
  const run = () => store.subscriptions.set(subscription.id, subscription)
  const what = { ...(of.account !== undefined && { account: of.account }), subject: of.account ?? 'all accounts' }
  const call = calling === undefined ? '' : `, call ${calling}`
  const detail = `in ${channel}: ${hears}, ${shows}, ${setWords(of)}${call}`
  await enact({ origin, needs: 'viewer', verb: 'subscribe', ...what, detail, run }, tools)
  const known = await knownIn(subscription, tools)
  return { type: 'message', message: subscribed(subscription, { isChanged: same !== undefined, ...known }) }
}

/** Names of the accounts of a set. */
async function accountsIn({ account }: Scope, { store }: Pick<Tools, 'store'>): Promise<string[]> {
  return account === undefined ? (await store.accounts.list()).items.map(({ name }) => name) : [account]
}

/** Whether two scopes are the same. */
export function isSameSet(one: Scope, other: Scope): boolean {
  const partsOf = ({ account, kinds = [], states = [], bucket, name }: Scope) =>
    JSON.stringify([account, kinds.toSorted(), states.toSorted(), bucket, name])
  return partsOf(one) === partsOf(other)
}

function freeId(taken: readonly Pick<SubscriptionRecord, 'id'>[]): string {
  const id = `s-${randomBytes(3).toString('hex')}`
  return taken.some((one) => one.id === id) ? freeId(taken) : id
}

/** Known migrations of a set: how many there are, and how many of them have not ended. Empty if that is not known. */
async function knownIn(
  { id, of }: SubscriptionRecord,
  { fleet }: Pick<Tools, 'fleet'>,
): Promise<{ total?: number; running?: number }> {
  const { sets } = await fleet.ask({ type: 'sets', sets: [{ id, of }] })
  const counts = sets?.find((one) => one.id === id)?.counts
  if (counts === undefined) return {}
  const countOf = (those: typeof counts) => those.reduce((sum, { count }) => sum + count, 0)
  return { total: countOf(counts), running: countOf(counts.filter(({ state }) => !isEnded(state))) }
}
