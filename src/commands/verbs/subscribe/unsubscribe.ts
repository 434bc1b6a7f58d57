import { AppError } from '../../../errors/errors.ts'
import type { SubscriptionRecord } from '../../../store/store.ts'
import { unsubscribeForm } from '../../../views/page/subscribe-form.ts'
import { subscriptionChooser, unsubscribed } from '../../../views/page/subscriptions.ts'
import { setWords } from '../../../views/words/set.ts'
import { isChannel, meansHere } from '../../find/words.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { refuseRest, restOf } from '../../machine/rest.ts'
import { channelOf } from '../watch/channel.ts'
import { unwatch } from '../watch/unwatch.ts'
import { ending, roleToChange } from '../watch/whose.ts'
import { accountMeant, isSameSet } from './subscribe.ts'
import { readSet } from './words.ts'

export const unsubscribe: Command = {
  verb: 'unsubscribe',
  ...ending,
  takes: { most: 'any', channel: true },
  usage: 'unsubscribe <account | all> [bucket <pattern>] [#channel]',
  summary: 'Stop following a set of migrations in a channel',
  examples: ['unsubscribe', 'unsubscribe prod-hw', 'unsubscribe all bucket logs-* #data-moves'],
  notes: [
    'You can end what you subscribed to yourself. Ending what somebody else did needs the operator role.',
    'With an id, it does the same as `unwatch`.',
  ],
  opensForm: async (invocation, { store }) => asksWhich(invocation) && (await activeIn(invocation, store)).length > 0,
  async run(invocation, tools) {
    const { answers } = invocation
    if (answers !== undefined) {
      return unsubscribe.run({ ...withoutAnswers(invocation), words: [answers.subscription ?? ''] }, tools)
    }
    if (asksWhich(invocation)) return ask(invocation, tools)
    const [typed, ...rest] = invocation.words.filter((word) => !isPlace(word))
    const { items: accounts } = await tools.store.accounts.list()
    const { items } = await tools.store.subscriptions.list()
    const active = items.filter(({ ended }) => ended === undefined)
    const named = items.find(({ id }) => id === typed?.toLowerCase())
    if (named?.ended !== undefined) throw endedBefore(named, named.ended)
    if (named !== undefined) return end(named, invocation, tools)
    const names = [...accounts.map(({ name }) => name), ...active.flatMap(({ of }) => of.account ?? [])]
    const account = typed === undefined ? undefined : accountMeant(typed, names)
    if (account === undefined) {
      refuseRest(restOf(unwatch, invocation), unsubscribe)
      return unwatch.run(invocation, tools)
    }
    const channel = channelOf(invocation, unsubscribe)
    const of = { ...(account !== 'all' && { account }), ...readSet(rest, unsubscribe.usage).of }
    return endOne(
      of,
      active.filter((one) => one.channel === channel),
      { invocation, tools, channel },
    )
  },
}

/** Whether a word says only where. */
function isPlace(word: string): boolean {
  return isChannel(word) || meansHere(word)
}

/** Whether nothing is named, and there is no thread that tells what is meant. */
function asksWhich({ words, answers, origin }: Invocation): boolean {
  return answers === undefined && words.every(isPlace) && origin.thread === undefined && origin.quoted === undefined
}

function withoutAnswers({ answers: _, ...invocation }: Invocation): Invocation {
  return invocation
}

/** The subscriptions of the channel that is meant. */
async function activeIn(
  invocation: Invocation,
  { subscriptions }: Pick<Tools['store'], 'subscriptions'>,
): Promise<SubscriptionRecord[]> {
  const channel = channelOf(invocation, unsubscribe)
  const { items } = await subscriptions.list()
  return items.filter((one) => one.channel === channel && one.ended === undefined)
}

async function ask(invocation: Invocation, { store }: Tools): Promise<Reply> {
  const here = await activeIn(invocation, store)
  const channel = channelOf(invocation, unsubscribe)
  if (here.length > 0) return { type: 'form', modal: unsubscribeForm(here, channel) }
  throw new AppError('subscription_not_found', { channel: `<#${channel}>`, to: '' })
}

type Ending = { invocation: Invocation; tools: Tools; channel: string }

/** Ends the subscription to a set or, if there is none to exactly this one, the only one of its account. */
async function endOne(
  of: SubscriptionRecord['of'],
  here: readonly SubscriptionRecord[],
  { invocation, tools, channel }: Ending,
): Promise<Reply> {
  const exact = here.find((one) => isSameSet(one.of, of))
  const isWhole = Object.keys(of).every((part) => part === 'account')
  const fitting = exact === undefined && isWhole ? here.filter((one) => one.of.account === of.account) : []
  const only = exact ?? (fitting.length === 1 ? fitting[0] : undefined)
  if (only !== undefined) return end(only, invocation, tools)
  if (fitting.length > 1) return { type: 'message', message: subscriptionChooser(fitting, invocation.origin.user) }
  throw new AppError('subscription_not_found', { channel: `<#${channel}>`, to: ` to ${setWords(of)}` })
}

function endedBefore({ channel, of }: SubscriptionRecord, { by, at }: { by: string; at: number }): AppError {
  return new AppError('subscription_over', { place: `<#${channel}>`, set: setWords(of), act: 'unsubscribe', by, at })
}

async function end(subscription: SubscriptionRecord, { origin }: Invocation, tools: Tools): Promise<Reply> {
  const { id, of, channel } = subscription
  const needs = roleToChange(subscription, origin)
  const ended = { by: origin.user, at: tools.clock.now() }
  const run = () => tools.store.subscriptions.set(id, { ...subscription, ended })
  const what = { ...(of.account !== undefined && { account: of.account }), subject: of.account ?? 'all accounts' }
  await enact({ origin, needs, verb: 'unsubscribe', ...what, detail: `in ${channel}`, run }, tools)
  return { type: 'message', message: unsubscribed(subscription) }
}
