import { choices, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { deadlineWords } from '../words/deadline.ts'
import { code, escaped, named, notice, noticeOf } from '../words/text.ts'
import { type WatchStarted, watchStarted } from './watches.ts'

/** That a migration is to have no deadline, or which. */
type Wanted = { type: 'none' } | { type: 'deadline'; deadline: { due: number; timeZone: string } }

/** The answer to somebody who has set a deadline or removed it. */
export function deadlineAnswer(watch: WatchStarted, wanted: Wanted): Message {
  const { ref, channel } = watch
  const stop = { label: 'Stop watching', command: `unwatch ${ref} <#${channel}>` }
  if (wanted.type === 'none') {
    return {
      text: notice(`No deadline for ${ref}`),
      blocks: [
        section(`:alarm_clock: ${code(ref)} has no deadline in <#${escaped(channel)}>.`),
        ...choices([{ label: 'Set a deadline', command: `watch ${ref} by <#${channel}>` }]),
      ],
    }
  }
  if (watch.damagedSince !== undefined) return watchStarted(watch)
  const due = deadlineWords(wanted.deadline)
  return {
    text: noticeOf(`Deadline of ${named(ref, 120)}: ${due}`),
    blocks: [
      section(
        [
          `:alarm_clock: *Deadline: ${due}*`,
          `<#${escaped(channel)}> watches ${code(ref)} and hears if the pace will miss it, and if it was missed.`,
        ].join('\n'),
      ),
      ...choices([{ label: 'Remove the deadline', command: `watch ${ref} by none <#${channel}>` }, stop]),
    ],
  }
}

/** The form for a deadline. */
type DeadlineForm = { ref: string; path: string; channel: string; timeZone: string }

export function deadlineForm({ ref, path, channel, timeZone }: DeadlineForm): Modal {
  return formModal({
    title: 'Deadline',
    submit: 'Save',
    memo: { command: `watch ${ref} by <#${channel}>`, channel },
    blocks: [
      section(`*${path}*\n<#${escaped(channel)}> hears if the pace will miss the deadline, and if it was missed.`),
      question({
        name: 'due',
        label: 'By when?',
        placeholder: 'Fri 18:00',
        hint: `In your time zone, ${timeZone}. Also: tomorrow 9:00, 2026-12-01 09:00. To remove it: none.`,
        maxLength: 40,
      }),
    ],
  })
}
