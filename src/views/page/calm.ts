import { weekdays } from '../../text/calendar.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Message, Modal } from '../blocks/message.ts'
import {
  type DigestLine,
  dayNames,
  digestWords,
  type Place,
  placeWords,
  type QuietLine,
  quietWords,
} from '../words/calm.ts'
import { at, code, escaped, noticeOf } from '../words/text.ts'

/** The last word of a command about it. */
function placeWord({ of, isOwn }: Place): string {
  return isOwn ? 'me' : `<#${of}>`
}

export function quietSet(hours: QuietLine, place: Place): Message {
  const text = `:crescent_moon: *Quiet ${quietWords(hours)}* ${placeWords(place)}. What happens meanwhile is told at ${hours.to}, together. Nothing is lost.`
  return answer(text, [{ label: 'Turn off', command: `quiet off ${placeWord(place)}` }])
}

/** `still`: why messages are held back all the same. */
export function quietOff(place: Place, still: string | undefined): Message {
  return answer(`:sunny: No quiet hours ${placeWords(place)} any more. ${afterwards(still)}`, [])
}

/** Fate of the messages that were held back, once one thing that held them is over. */
function afterwards(still: string | undefined): string {
  return still === undefined ? 'What was held back is told now.' : `Messages are still held back:\n${still}`
}

/**
 * `who`: who had ended it before, if anybody had. `still`: why messages are held back all the same. A second press on a
 * button takes the place of the answer to the first, so it says as much.
 */
type Before = { who?: string; still?: string }

/** The answer to somebody who turns off what was not on. */
export function offAlready(what: 'quiet hours' | 'digest', place: Place, { who, still }: Before): Message {
  const were = what === 'digest' ? 'No digest was' : 'No quiet hours were'
  const words = placeWords(place)
  const said = who === undefined ? `${were} set ${words}. Nothing has changed.` : `No ${what} ${words} any more.`
  return answer([`:sunny: ${said}`, ...stillHeld(still, who)].join(' '), [], who)
}

/** Whether messages are held back, after something that held them had ended before. */
function stillHeld(still: string | undefined, who: string | undefined): string[] {
  if (still !== undefined) return [afterwards(still)]
  return who === undefined ? [] : ['What was held back is told.']
}

export function digestSet(digest: DigestLine, place: Place): Message {
  const text = `:newspaper: *A digest ${digestWords(digest)}* ${placeWords(place)}. Until then, messages are held back; cards and boards go on.`
  return answer(text, [{ label: 'Turn off', command: `digest off ${placeWord(place)}` }])
}

/** `still`: why messages are held back all the same. */
export function digestOff(place: Place, still: string | undefined): Message {
  return answer(`:sunny: No digest ${placeWords(place)} any more. ${afterwards(still)}`, [])
}

export function muted(name: string, until: number, place: Place): Message {
  const text = `:no_bell: *${nameWords(name)} muted until ${at(until)}* ${placeWords(place)}. What happens meanwhile is told then.`
  return answer(text, [{ label: 'Unmute', command: `unmute ${name} ${placeWord(place)}` }])
}

/** `others`: what else is muted. `still`: what else holds messages back. */
type Unmuted = Before & { others: readonly { name: string; until: number }[] }

/** The answer to somebody who unmutes something. */
export function unmuted(name: string, place: Place, { others, still }: Omit<Unmuted, 'who'>): Message {
  const all = others.length === 0 ? 'Nothing is' : 'Not everything is'
  const what = name === 'all' ? `${all} muted` : `${nameWords(name)} not muted`
  const said = `:bell: ${what} ${mutedFor(place)} any more.`
  if (others.length === 0) return answer(`${said} ${afterwards(still)}`, [])
  const rest = still === undefined ? 'The rest of what was held back is told now.' : afterwards(still)
  return answer([said, mutedWords(others), rest].join('\n'), unmuteChoices(others, place))
}

/** The answer to somebody who unmutes what was not muted. */
export function notMuted(name: string, place: Place, { others, who, still }: Unmuted): Message {
  const all = others.length === 0 ? 'Nothing' : 'Not everything'
  const [what, not] = name === 'all' ? [all, ''] : [code(name, 90), ' not']
  const said = (is: string, end: string) => `:bell: ${what} ${is}${not} muted ${mutedFor(place)}${end}`
  const ended = who === undefined ? said('was', '. Nothing has changed.') : said('is', ' any more.')
  const text =
    others.length === 0
      ? [ended, ...stillHeld(still, who)].join(' ')
      : [ended, mutedWords(others), ...(still === undefined ? [] : [afterwards(still)])].join('\n')
  return answer(text, unmuteChoices(others, place), who)
}

/** How many of what is muted an answer names. */
const mostNamed = 3

function mutedWords(others: Unmuted['others']): string {
  const named = others.slice(0, mostNamed).map(({ name, until }) => `${nameWords(name)} muted until ${at(until)}`)
  const more = others.length > mostNamed ? ` and ${others.length - mostNamed} more` : ''
  return `${named.join(', ')}${more}.`
}

function unmuteChoices(others: Unmuted['others'], place: Place): Choice[] {
  return others.slice(0, mostNamed).map(({ name }) => ({
    label: name === 'all' ? 'Unmute everything' : `Unmute ${name}`,
    command: `unmute ${name} ${placeWord(place)}`,
  }))
}

/** For whom something is muted or not, at the end of a sentence. */
function mutedFor(place: Place): string {
  return place.isOwn ? 'for you' : placeWords(place)
}

function nameWords(name: string): string {
  return name === 'all' ? 'Everything is' : `${code(name, 90)} is`
}

function answer(text: string, ways: Parameters<typeof choices>[0], who?: string): Message {
  return {
    text: noticeOf(text),
    blocks: [
      section(text),
      ...(who === undefined ? [] : [context(who)]),
      ...choices([...ways, { label: 'Watches', command: 'watches' }]),
    ],
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

const spans = [
  ['1h', 'An hour'],
  ['2h', '2 hours'],
  ['4h', '4 hours'],
  ['8h', '8 hours'],
  ['1d', 'A day'],
  ['3d', '3 days'],
  ['7d', 'A week'],
] as const

/** The form for a mute. */
export function muteForm({ channel, accounts }: { channel: string | undefined; accounts: readonly string[] }): Modal {
  return formModal({
    title: 'Mute',
    submit: 'Mute',
    memo: { command: 'mute', ...(channel !== undefined && { channel }) },
    blocks: [
      section('Ferry holds messages back for a time, and tells then what happened meanwhile.'),
      question({
        name: 'what',
        label: 'What?',
        choices: [{ value: 'all', label: 'Everything' }, ...accounts.map((name) => ({ value: name, label: name }))],
        initial: 'all',
      }),
      question({
        name: 'migration',
        label: 'Or only one migration',
        placeholder: '1912…',
        hint: 'Its id, or the start of it.',
        isOptional: true,
        maxLength: 120,
      }),
      question({
        name: 'span',
        label: 'For how long?',
        choices: spans.map(([value, label]) => ({ value, label })),
        initial: '2h',
      }),
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
