import { choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { formatDuration } from '../words/format.ts'
import { escaped } from '../words/text.ts'

type Set = {
  channel: string /** In milliseconds. Undefined: off. */
  afterMs: number | undefined
  before: number | undefined
}

export function escalationSet({ channel, afterMs, before }: Set): Message {
  const place = `<#${escaped(channel)}>`
  const words =
    afterMs === undefined
      ? `Nobody else is called any more about what nobody takes in ${place}.`
      : `What nobody takes in ${place} for ${formatDuration(afterMs)} goes to the owners of the account, or else to the admins.`
  return {
    text: afterMs === undefined ? 'Escalation is off' : 'Escalation is on',
    blocks: [
      section(`${afterMs === undefined ? ':no_bell:' : ':rotating_light:'} ${words}`),
      ...(afterMs === undefined ? [] : [context('“I have it” on a failure, or `/migrate ack`, takes it.')]),
      ...choices([
        { label: 'Undo', command: `escalate ${before === undefined ? 'off' : `${before / 60_000}m`} <#${channel}>` },
        { label: 'Owners', command: 'owner' },
      ]),
    ],
  }
}

const offered = ['15m', '30m', '1h', '2h', '4h', 'off'] as const
const labels = {
  '15m': 'After 15 minutes',
  '30m': 'After 30 minutes',
  '1h': 'After 1 hour',
  '2h': 'After 2 hours',
  '4h': 'After 4 hours',
  off: 'Never',
} as const
const minutes = { '15m': 15, '30m': 30, '1h': 60, '2h': 120, '4h': 240 } as const

/** Asks when others are called. `before`: what holds now, in milliseconds. */
export function escalationForm(channel: string, before: number | undefined): Modal {
  const chosen = Object.entries(minutes).find(([, count]) => count * 60_000 === before)?.[0]
  return formModal({
    title: 'When nobody takes it',
    submit: 'Save',
    memo: { command: `escalate <#${channel}>`, channel },
    blocks: [
      section(
        `Who else is called about failures and stalls in <#${escaped(channel)}> that nobody takes: the owners of the account, or else the admins.`,
      ),
      question({
        name: 'after',
        label: 'Call them',
        choices: offered.map((value) => ({ value, label: labels[value] })),
        initial: chosen ?? (before === undefined ? '30m' : 'off'),
      }),
    ],
  })
}
