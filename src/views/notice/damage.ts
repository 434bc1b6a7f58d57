import type { SectionBlock } from '@slack/types'
import { button, choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { at, code, escaped } from '../words/text.ts'

/** A channel in which Ferry cannot read what it had posted, since when, and who had Ferry begin anew. */
export type Damage = { channel: string; since: number; anew?: { by?: string; at: number } }

/** The message to a channel about what Ferry had posted there and can't read any more. */
export function damageNotice({ channel, since, anew }: Damage): Message {
  if (anew !== undefined) {
    const [how, who] =
      anew.by === undefined
        ? ['Its record of this channel can be read again.', 'since']
        : ['New cards follow. Older cards stay as they are.', `resumed by <@${escaped(anew.by)}>`]
    return {
      text: 'Ferry posts here again',
      blocks: [section(`:white_check_mark: *Ferry posts here again*\n${how}`), context(`${who} ${at(anew.at)}`)],
    }
  }
  return {
    text: 'Ferry has stopped posting here: its record of this channel is damaged',
    blocks: [
      section(
        ':warning: *Ferry has stopped posting here*\nIts record of what it posted in this channel is damaged. If it went on, it could repeat itself.',
      ),
      section(`An admin can resume posting. Ferry then posts new cards and reports what happened since ${at(since)}.`),
      ...choices([repairing(channel), { label: 'Watches', command: 'watches' }]),
    ],
  }
}

/** Why nothing is posted in such a channel, for a line about a watch. */
export const damageReason = 'Ferry’s record of the channel is damaged.'

/** The channel in a list of watches, with what to do. */
export function damageLine({ channel, since }: Damage): SectionBlock {
  const what = `:warning: *No posts in* <#${escaped(channel)}> since ${at(since)}`
  const why = 'Ferry’s record of what it posted there is damaged.'
  const next = `An admin can resume posting with ${code('/migrate repair')} there.`
  return { ...section([what, why, next].join('\n')), accessory: button(repairing(channel)) }
}

/** The button that resumes posting in a channel. */
function repairing(channel: string) {
  return { label: 'Resume posting', command: `repair <#${channel}>`, style: 'primary' } as const
}

export function repairBegun({ channel, since }: Damage): Message {
  return {
    text: 'Posting resumed',
    blocks: [
      section(
        `:white_check_mark: Ferry posts in <#${escaped(channel)}> again: new cards, and what happened since ${at(since)}.`,
      ),
      context('Older cards stay as they are. The damaged record is kept.'),
    ],
  }
}
