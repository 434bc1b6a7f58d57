import type { SectionBlock } from '@slack/types'
import { button, choices, context, section } from './elements.ts'
import type { Message } from './message.ts'
import { at, code, escaped } from './text.ts'

/** A channel in which Ferry cannot read what it had posted, since when, and who had Ferry begin anew. */
export type Damage = { channel: string; since: number; anew?: { by?: string; at: number } }

/** The message to a channel about what Ferry had posted there and can't read any more. */
export function damageNotice({ channel, since, anew }: Damage): Message {
  if (anew !== undefined) {
    const [how, who] =
      anew.by === undefined
        ? ['It can read its record of this channel again.', 'since']
        : ['New cards follow. Older cards stay as they are.', `begun anew by <@${escaped(anew.by)}>`]
    return {
      text: 'Ferry posts here again',
      blocks: [section(`:white_check_mark: *Ferry posts here again*\n${how}`), context(`${who} ${at(anew.at)}`)],
    }
  }
  return {
    text: 'Ferry posts nothing here at the moment: it can’t read what it had posted',
    blocks: [
      section(
        ':warning: *Ferry posts nothing here at the moment*\nIt can’t read its record of what it had posted in this channel, and would say things twice.',
      ),
      section('An admin can have Ferry begin anew. It then posts new cards and tells what has happened since.'),
      context(`since ${at(since)}`),
      ...choices([repairing(channel), { label: 'Watches', command: 'watches' }]),
    ],
  }
}

/** Why nothing is posted in such a channel, for a line about a watch. */
export const damageReason = 'Ferry can’t read what it had posted there.'

/** The channel in a list of watches, with what to do. */
export function damageLine({ channel, since }: Damage): SectionBlock {
  const what = `:warning: *Nothing is posted in* <#${escaped(channel)}> since ${at(since)}`
  const why = 'Ferry can’t read its record of what it had posted there, and would say things twice.'
  const next = `An admin can have it begin anew: ${code('/migrate repair')} there.`
  return { ...section([what, why, next].join('\n')), accessory: button(repairing(channel)) }
}

/** The button that has Ferry begin anew in a channel. */
function repairing(channel: string) {
  return { label: 'Begin anew', command: `repair <#${channel}>`, style: 'primary' } as const
}

export function repairBegun({ channel, since }: Damage): Message {
  return {
    text: 'Ferry begins anew',
    blocks: [
      section(
        `:white_check_mark: Ferry begins anew in <#${escaped(channel)}>. It posts new cards, and tells what has happened since ${at(since)}.`,
      ),
      context('Older cards stay as they are. The damaged record is kept.'),
    ],
  }
}
