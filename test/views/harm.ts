/** Effects of a message or view that nobody intended. Empty if it is harmless. */
export function harmIn(payload: unknown): string[] {
  const texts = mrkdwnIn(payload)
  return [
    ...texts.flatMap(({ text }) => [...strangeMarks(text), ...openSpans(text)]),
    ...texts.filter(({ verbatim }) => !verbatim).map(({ text }) => `links are made of ${text}`),
    ...stringsIn(payload).flatMap(disguises),
  ]
}

/** In a notification, code marks are plain characters, but mentions and links would work. */
export function harmInText(text: string): string[] {
  return [...strangeMarks(text), ...disguises(text)]
}

/**
 * Parts of a notification that a person reads as Slack's code instead of a name: Ferry's own mentions and moments that
 * were escaped, and entities that were escaped twice. What the hostile names of these tests hold is foreign, and stays
 * as somebody typed it.
 */
export function misreadIn(text: string): string[] {
  const marks = [...text.matchAll(/&(?:amp;)*lt;([#@!][\w|]*)/g)].filter(([, mark = '']) => !isForeign(mark))
  const twice = [...text.matchAll(/&amp;(?:amp|gt);/g)]
  return [...marks, ...twice].map(([part]) => `${part} in ${text}`)
}

function isForeign(mark: string): boolean {
  return ['@U0VICTIM', '#C0SECRET', '!channel', '!here|here'].some((whole) => whole.startsWith(mark))
}

type Mrkdwn = { text: string; verbatim: boolean }

const ourMarks = [
  /^<!date\^\d{1,12}\^(\{time_secs\}|\{time\}|\{date_short_pretty\} \{time\})\|\d{4}-\d\d-\d\d \d\d:\d\d UTC>$/,
  /^<@(?!U0VICTIM)[UW][A-Z0-9]+>$/,
  /^<#[A-Z0-9]+>$/,
  // A mention is harmless in an answer that one person sees, because it notifies nobody.
  /^<!subteam\^[A-Z0-9]+>$/,
  /^<https:\/\/slack\.com\/app_redirect\?channel=[A-Z0-9]+&amp;team=[A-Z0-9]+\|direct messages with Ferry>$/,
]

function strangeMarks(text: string): string[] {
  const marks = text.match(/<[^<>]*>?|>/g) ?? []
  return marks
    .filter((mark) => !ourMarks.some((ours) => ours.test(mark)))
    .map((mark) => `a mark that is not ours: ${mark}`)
}

/** Code spans that stay open. Slack ends a code span at the end of its line; a box of lines has three marks at each end. */
function openSpans(text: string): string[] {
  return text
    .replaceAll('```', '')
    .split('\n')
    .filter((line) => line.split('`').length % 2 === 0)
    .map((line) => `an open code span: ${line}`)
}

function disguises(text: string): string[] {
  const isDisguised = /[\p{Bidi_Control}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u.test(text) || !text.isWellFormed()
  return isDisguised ? [`a disguise: ${JSON.stringify(text)}`] : []
}

function mrkdwnIn(value: unknown): Mrkdwn[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn)
  if (typeof value !== 'object' || value === null) return []
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value && typeof value.text === 'string') {
    return [{ text: value.text, verbatim: 'verbatim' in value && value.verbatim === true }]
  }
  return Object.values(value).flatMap(mrkdwnIn)
}

/** Every text that is shown. The values of buttons and forms are not. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(stringsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => (carried.includes(name) ? [] : stringsIn(inner)))
}

const carried = ['value', 'private_metadata', 'initial_value', 'block_id', 'action_id']
