import type { InputBlock, KnownBlock } from '@slack/types'
import type { Way } from '../../access/owners.ts'
import { defined } from '../../defined.ts'
import { kinds, states } from '../../migrations/migration.ts'
import type { Hearing, Scope, Showing } from '../../migrations/set.ts'
import { context } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Modal } from '../blocks/message.ts'
import { subscriptionName } from '../words/set.ts'
import { kindWords, stateWords } from '../words/words.ts'
import type { SetLine } from './subscriptions.ts'

/** Answers about a subscription that somebody has given already. `account` may be `all`. */
export type BegunSubscription = {
  account: string
  of: Omit<Scope, 'account'>
  hears?: Hearing
  shows?: Showing
  calling?: Way
}

export type SubscribeForm = {
  accounts: readonly string[]
  /** Where it was opened, or the channel that was named. */
  channel?: string | undefined
  begun?: BegunSubscription
}

/** The form for a subscription. */
export function subscribeForm({ accounts, channel, begun }: SubscribeForm): Modal {
  const only = accounts.length === 1 ? accounts[0] : undefined
  const { account = only ?? 'all', of = {}, hears = 'failed', shows = 'announcements', calling } = begun ?? {}
  return formModal({
    title: 'Follow migrations',
    submit: 'Subscribe',
    memo: { command: 'subscribe', ...(channel !== undefined && { channel }) },
    blocks: [
      question({
        name: 'account',
        label: 'Which migrations?',
        choices: [choice('all', 'All accounts'), ...accounts.map((name) => choice(name, name))],
        initial: account,
      }),
      question({
        name: 'hears',
        label: 'What should the channel hear of?',
        choices: [
          choice('failed', 'Failures, stalls, late ones and accounts that Ferry can’t read'),
          choice('ended', 'Every end'),
          choice('all', 'Everything'),
        ],
        initial: hears,
      }),
      question({
        name: 'shows',
        label: 'What should the channel see?',
        choices: [
          choice('announcements', 'Announcements alone'),
          choice('board', 'One board for all of them'),
          choice('cards', 'A live card for each; over 20, a board'),
        ],
        initial: shows,
      }),
      callingQuestion(calling),
      question({
        name: 'channel',
        label: 'Channel',
        isChannel: true,
        isOptional: true,
        hint: 'Leave it empty for where you are now. Ferry has to be a member.',
        ...(channel?.startsWith('C') && { initial: channel }),
      }),
      ...narrowing(of),
    ],
  })
}

function callingQuestion(calling: Way = 'mention'): InputBlock {
  return question({
    name: 'call',
    label: 'How should people be called?',
    choices: [
      choice('mention', 'A mention in the channel'),
      choice('private', 'A private message'),
      choice('both', 'Both'),
      choice('none', 'Not at all'),
    ],
    initial: calling,
    hint: 'About failures, stalls and missed deadlines: the owners, or else who requested, follows or connected it.',
  })
}

/** The form that ends a subscription of a channel. */
export function unsubscribeForm(subscriptions: readonly SetLine[], channel: string): Modal {
  return formModal({
    title: 'End a subscription',
    submit: 'Unsubscribe',
    memo: { command: `unsubscribe <#${channel}>`, channel },
    blocks: [
      question({
        name: 'subscription',
        label: 'What should the channel no longer follow?',
        choices: subscriptions.map((one) => choice(one.id, subscriptionName(one))),
        ...(subscriptions.length === 1 && { initial: subscriptions[0]?.id ?? '' }),
      }),
      context('Watches of single migrations stay. You can subscribe again at any time.'),
    ],
  })
}

/** Questions that make a set smaller. */
function narrowing({ bucket, name, ...of }: BegunSubscription['of']): KnownBlock[] {
  const [[kind], [state]] = [of.kinds ?? [], of.states ?? []]
  return [
    context('Narrow it down, if you like. `*` stands for any characters: `logs-*`.'),
    question({
      ...{ name: 'bucket', label: 'Source or destination bucket', isOptional: true, maxLength: 100 },
      ...defined({ initial: bucket }),
    }),
    question({
      ...{ name: 'name', label: 'Name of the migration', isOptional: true, maxLength: 100 },
      ...defined({ initial: name }),
    }),
    question({
      name: 'kind',
      label: 'Kind',
      isOptional: true,
      choices: [choice('any', 'Any kind'), ...kinds.map((one) => choice(one, kindWords[one]))],
      ...defined({ initial: kind }),
    }),
    question({
      name: 'state',
      label: 'Only when it has come to this state',
      hint: 'Choose none to follow each to its end.',
      isOptional: true,
      choices: [choice('any', 'Any state'), ...states.map((one) => choice(one, stateWords[one].word))],
      ...defined({ initial: state }),
    }),
  ]
}

function choice(value: string, label: string): { value: string; label: string } {
  return { value, label }
}
