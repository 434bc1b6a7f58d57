import type { InputBlock, KnownBlock } from '@slack/types'
import { kinds, states } from '../../migrations/migration.ts'
import { context } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Modal } from '../blocks/message.ts'
import { subscriptionName } from '../words/set.ts'
import { kindWords, stateWords } from '../words/words.ts'
import type { SetLine } from './subscriptions.ts'

/** The form for a subscription. `channel`: where it was opened. */
export function subscribeForm({
  accounts,
  channel,
}: {
  accounts: readonly string[]
  channel?: string | undefined
}): Modal {
  return formModal({
    title: 'Follow migrations',
    submit: 'Subscribe',
    memo: { command: 'subscribe', ...(channel !== undefined && { channel }) },
    blocks: [
      question({
        name: 'account',
        label: 'Which migrations?',
        choices: [choice('all', 'All accounts'), ...accounts.map((name) => choice(name, name))],
        initial: accounts.length === 1 ? (accounts[0] ?? 'all') : 'all',
      }),
      question({
        name: 'hears',
        label: 'What should the channel hear of?',
        choices: [
          choice('failed', 'Failures, stalls, late ones, blind accounts'),
          choice('ended', 'Every end'),
          choice('all', 'Everything'),
        ],
        initial: 'failed',
      }),
      question({
        name: 'shows',
        label: 'What should the channel see?',
        choices: [
          choice('announcements', 'Announcements alone'),
          choice('board', 'One board for all of them'),
          choice('cards', 'A live card for each; over 20, a board'),
        ],
        initial: 'announcements',
      }),
      callingQuestion(),
      question({
        name: 'channel',
        label: 'Channel',
        isChannel: true,
        isOptional: true,
        hint: 'Leave it empty for where you are now. Ferry has to be a member.',
        ...(channel?.startsWith('C') && { initial: channel }),
      }),
      ...narrowing(),
    ],
  })
}

function callingQuestion(): InputBlock {
  return question({
    name: 'call',
    label: 'How should people be called?',
    choices: [
      choice('mention', 'A mention in the channel'),
      choice('private', 'A private message'),
      choice('both', 'Both'),
      choice('none', 'Not at all'),
    ],
    initial: 'mention',
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
function narrowing(): KnownBlock[] {
  return [
    context('Narrow it down, if you like. `*` stands for any characters: `logs-*`.'),
    question({ name: 'bucket', label: 'Source or destination bucket', isOptional: true, maxLength: 100 }),
    question({ name: 'name', label: 'Name of the migration', isOptional: true, maxLength: 100 }),
    question({
      name: 'kind',
      label: 'Kind',
      isOptional: true,
      choices: [choice('any', 'Any kind'), ...kinds.map((kind) => choice(kind, kindWords[kind]))],
    }),
    question({
      name: 'state',
      label: 'Only when it has come to this state',
      isOptional: true,
      choices: [choice('any', 'Any state'), ...states.map((state) => choice(state, stateWords[state].word))],
    }),
  ]
}

function choice(value: string, label: string): { value: string; label: string } {
  return { value, label }
}
