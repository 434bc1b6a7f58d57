import { choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { formatDuration } from '../words/format.ts'
import { escaped } from '../words/text.ts'

/** When others are called in a channel, now and before, in milliseconds. Undefined: never. The same: nothing has changed. */
type EscalationSet = { channel: string; afterMs: number | undefined; before: number | undefined }

export function escalationSet({ channel, afterMs, before }: EscalationSet): Message {
  const place = `<#${escaped(channel)}>`
  const isSame = afterMs === before
  const words =
    afterMs === undefined
      ? `Nobody else is called ${isSame ? '' : 'any more '}about what nobody takes in ${place}.`
      : `What nobody takes in ${place} for ${formatDuration(afterMs)} goes to the owners of the account, or else to the admins.`
  return {
    text: afterMs === undefined ? 'Escalation is off' : 'Escalation is on',
    blocks: [
      section(
        `${afterMs === undefined ? ':no_bell:' : ':rotating_light:'} ${words}${isSame ? ' It was so already.' : ''}`,
      ),
      ...(afterMs === undefined ? [] : [context('“I have it” on a failure, or `/migrate ack`, takes it.')]),
      ...choices([
        ...(isSame ? [] : [{ label: 'Undo', command: `escalate ${typedTime(before)} <#${channel}>` }]),
        { label: 'Owners', command: 'owner' },
      ]),
    ],
  }
}

function typedTime(ms: number | undefined): string {
  return ms === undefined ? 'off' : `${ms / 60_000}m`
}

const times = [
  { value: '15m', label: 'After 15 minutes', minutes: 15 },
  { value: '30m', label: 'After 30 minutes', minutes: 30 },
  { value: '1h', label: 'After 1 hour', minutes: 60 },
  { value: '2h', label: 'After 2 hours', minutes: 120 },
  { value: '4h', label: 'After 4 hours', minutes: 240 },
] as const

/** Asks when others are called. `before`: what holds now, in milliseconds. */
export function escalationForm(channel: string, before: number | undefined): Modal {
  const chosen = times.find(({ minutes }) => minutes * 60_000 === before)?.value
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
        choices: [...times.map(({ value, label }) => ({ value, label })), { value: 'off', label: 'Never' }],
        initial: chosen ?? (before === undefined ? '30m' : 'off'),
      }),
    ],
  })
}
