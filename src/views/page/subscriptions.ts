import type { Way } from '../../access/owners.ts'
import type { Hearing, Scope, Showing } from '../../migrations/set.ts'
import { choices, offer, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { callingWords, hearingWords, setWords, showingWords, subscriptionName, typedSet } from '../words/set.ts'
import { escaped, notice } from '../words/text.ts'

/** A channel that follows a set of migrations, and how. */
export type SetLine = {
  id: string
  channel: string
  of: Scope
  hears: Hearing
  shows: Showing
  /** How people are called. With a mention, if absent. */
  calling?: Way
  createdBy: string
}

/** Outcome of a subscription. `total`: how many migrations it has, `running`: how many of them have not ended, if known. */
type Begun = { isChanged: boolean; total?: number; running?: number }

export function subscribed(subscription: SetLine, { isChanged, ...known }: Begun): Message {
  const { channel, of, hears, shows, calling } = subscription
  const lines = [
    `:bell: *<#${escaped(channel)}>* follows ${setWords(of)}${isChanged ? ', changed' : ''}`,
    `It hears of ${hearingWords[hears]}, and sees ${showingWords[shows]}.${callingLine(calling)}`,
    [...standingNow(of, known), 'Nothing from before is told.'].join(' '),
  ]
  return {
    text: notice(`Subscribed: ${lines[1]}`),
    blocks: [
      section(lines.join('\n')),
      ...choices([unsubscribing(subscription, { isOwn: true }), { label: 'Watches', command: 'watches' }]),
    ],
  }
}

/** The migrations that it has now. A pattern that fits nothing may be a typo. */
function standingNow({ bucket, name }: Scope, { total, running }: Omit<Begun, 'isChanged'>): string[] {
  if (running === undefined) return []
  if (total === 0 && (bucket ?? name) !== undefined) {
    return [
      ':warning: No migration that Ferry knows fits this. Check the spelling, unless such migrations are still to come.',
    ]
  }
  return [`${running === 0 ? 'None' : running} of its migrations ${running === 1 ? 'runs' : 'run'} now.`]
}

function callingLine(calling: Way | undefined): string {
  return calling === undefined ? '' : ` Ferry ${callingWords[calling]}.`
}

/** The choice that ends a subscription. Somebody else’s takes a role of its own. */
export function unsubscribing({ id }: Pick<SetLine, 'id'>, { isOwn }: { isOwn: boolean }) {
  return { label: 'Unsubscribe', command: `unsubscribe ${id}${isOwn ? '' : ' --theirs'}` }
}

/** The command that begins a subscription again. */
export function subscribingAgain({ of, hears, shows, calling, channel }: SetLine): string {
  const call = calling === undefined ? '' : ` --call ${calling}`
  return `subscribe ${typedSet(of)} ${hears} ${shows} <#${channel}>${call}`
}

export function unsubscribed(subscription: SetLine): Message {
  const { of, channel } = subscription
  return {
    text: notice('Unsubscribed'),
    blocks: [
      section(`:no_bell: <#${escaped(channel)}> no longer follows ${setWords(of)}. Watches of single migrations stay.`),
      ...choices([{ label: 'Subscribe again', command: subscribingAgain(subscription) }]),
    ],
  }
}

/** Asks which of several subscriptions is meant. */
export function subscriptionChooser(subscriptions: readonly SetLine[], user: string): Message {
  const lines = subscriptions.map(({ of, hears }) => `• ${setWords(of)}: ${hearingWords[hears]}`)
  const ways = subscriptions.map((one) => ({
    ...unsubscribing(one, { isOwn: one.createdBy === user }),
    label: `End ${subscriptionName(one)}`,
  }))
  return {
    text: 'Which subscription?',
    blocks: [section(['*Which subscription do you mean?*', ...lines].join('\n')), ...offer(ways, 'Choose one')],
  }
}
