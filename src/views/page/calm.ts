import { type Weekday, weekdays } from '../../text/calendar.ts'
import { choices, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { at, code, escaped, notice } from '../words/text.ts'

/** Whose patience it is: a channel's, by its id, or that of the person who reads. */
export type Place = { of: string; isOwn: boolean }

export type QuietLine = { from: string; to: string; timeZone: string }
export type DigestLine = { time: string; on?: Weekday; timeZone: string }

/** Where it holds, in a sentence. */
export function placeWords({ of, isOwn }: Place): string {
  return isOwn ? 'for you, in private' : `in <#${escaped(of)}>`
}

/** The last word of a command about it. */
function placeWord({ of, isOwn }: Place): string {
  return isOwn ? 'me' : `<#${of}>`
}

/** "22:00–07:00 (Europe/Berlin)". */
export function quietWords({ from, to, timeZone }: QuietLine): string {
  return `${from}–${to} (${escaped(timeZone)})`
}

/** "every Monday at 09:00 (Europe/Berlin)". */
export function digestWords({ time, on, timeZone }: DigestLine): string {
  return `${on === undefined ? 'every day' : `every ${dayNames[on]}`} at ${time} (${escaped(timeZone)})`
}

const dayNames: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

export function quietSet(hours: QuietLine, place: Place): Message {
  const text = `:crescent_moon: *Quiet ${quietWords(hours)}* ${placeWords(place)}. What happens meanwhile is told at ${hours.to}, together. Nothing is lost.`
  return answer(text, [{ label: 'Turn off', command: `quiet off ${placeWord(place)}` }])
}

export function quietOff(place: Place): Message {
  return answer(`:sunny: No quiet hours ${placeWords(place)} any more. What was held back is told now.`, [])
}

export function digestSet(digest: DigestLine, place: Place): Message {
  const text = `:newspaper: *A digest ${digestWords(digest)}* ${placeWords(place)}. Until then, messages are held back; cards and boards go on.`
  return answer(text, [{ label: 'Turn off', command: `digest off ${placeWord(place)}` }])
}

export function digestOff(place: Place): Message {
  return answer(`:sunny: No digest ${placeWords(place)} any more. What was held back is told now.`, [])
}

export function muted(name: string, until: number, place: Place): Message {
  const text = `:no_bell: *${nameWords(name)} muted until ${at(until)}* ${placeWords(place)}. What happens meanwhile is told then.`
  return answer(text, [{ label: 'Unmute', command: `unmute ${name} ${placeWord(place)}` }])
}

export function unmuted(name: string, place: Place): Message {
  return answer(
    `:bell: ${nameWords(name)} not muted ${placeWords(place)} any more. What was held back is told now.`,
    [],
  )
}

function nameWords(name: string): string {
  return name === 'all' ? 'Everything is' : `${code(name, 90)} is`
}

function answer(text: string, ways: Parameters<typeof choices>[0]): Message {
  return {
    text: notice(text),
    blocks: [section(text), ...choices([...ways, { label: 'All of it', command: 'watches' }])],
  }
}

type CalmForm = { channel: string | undefined; timeZone: string }

/** The form for quiet hours. */
export function quietForm({ channel, timeZone }: CalmForm): Modal {
  return formModal({
    title: 'Quiet hours',
    submit: 'Save',
    memo: { command: 'quiet', ...(channel !== undefined && { channel }) },
    blocks: [
      section(
        `Ferry holds its messages back between these times of every day, in your time zone: *${escaped(timeZone)}*.`,
      ),
      question({ name: 'from', label: 'From', initial: '22:00', maxLength: 5, placeholder: '22:00' }),
      question({ name: 'to', label: 'To', initial: '07:00', maxLength: 5, placeholder: '07:00' }),
      whoseQuestion(),
    ],
  })
}

/** The form for a digest. */
export function digestForm({ channel, timeZone }: CalmForm): Modal {
  const weekly = weekdays.map((day) => ({ value: `weekly ${day}`, label: `Every ${dayNames[day]}` }))
  return formModal({
    title: 'Digest',
    submit: 'Save',
    memo: { command: 'digest', ...(channel !== undefined && { channel }) },
    blocks: [
      section(`Ferry tells everything at once, in your time zone: *${escaped(timeZone)}*.`),
      question({
        name: 'often',
        label: 'How often?',
        choices: [{ value: 'daily', label: 'Every day' }, ...weekly],
        initial: 'daily',
      }),
      question({ name: 'time', label: 'At', initial: '09:00', maxLength: 5, placeholder: '09:00' }),
      whoseQuestion(),
    ],
  })
}

function whoseQuestion() {
  return question({
    name: 'whose',
    label: 'For whom?',
    choices: [
      { value: 'channel', label: 'This channel' },
      { value: 'me', label: 'Only me, in private' },
    ],
    initial: 'channel',
  })
}
