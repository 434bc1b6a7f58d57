/** Longest typed text that is read, in characters. Anything beyond was pasted by mistake. */
export const maxLength = 4000

/**
 * Splits typed text into words. Understands what phones and copy-paste make of text: curly quotes, long dashes, links
 * around host names, code marks and odd blanks. Quotes keep words together.
 */
export function tokenize(text: string): string[] {
  const plain = straighten(text.slice(0, maxLength))
  const tokens: string[] = []
  for (const match of plain.matchAll(/<[#@!][^>]*>|"([^"]*)"|(?:[^\s"<]|<(?![#@!]))+|["<]/g)) {
    const token = match[1] ?? match[0]
    if (token !== '' && token !== '"') tokens.push(token)
  }
  return tokens
}

/** A word without the punctuation at its end: phones end typed text with a full stop. */
export function withoutTrail(word: string): string {
  return word.replace(/[.…,:;!?]+$/, '')
}

/** A word as it has to be typed to stay one word. */
export function quoted(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word
}

/**
 * Id of the channel in `<#C024BE7LR|general>`, as Slack sends a channel that was picked while typing. Undefined for
 * other words.
 */
export function channelIn(word: string): string | undefined {
  return /^<#([A-Z0-9]{2,})(\|[^>]*)?>$/.exec(word)?.[1]
}

function straighten(text: string): string {
  return text
    .replaceAll(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .replaceAll(/[\u201C\u201D\u201E\u201F\u00AB\u00BB]/g, '"')
    .replaceAll(/[\u2018\u2019\u201A\u201B\u0060\u00B4]/g, '')
    .replaceAll(/(^|\s)[\u2012-\u2015]+(?=[a-z])/gi, '$1--')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/<((?:https?:\/\/|mailto:|tel:)[^|>]*)\|([^>]*)>/g, (_, link, label) => typedLink(link, label))
    .replaceAll(/<(https?:\/\/[^>|]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

/** The typed text of which Slack made a link. A link that they gave another label is meant itself. */
function typedLink(link: string, label: string): string {
  const isNamed = link.startsWith('http') && bareLink(link) !== bareLink(label)
  return isNamed ? link : label
}

function bareLink(link: string): string {
  return link
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
    .toLowerCase()
}
