const longestQuote = 400
const longestBriefQuote = 200
/**
 * Most characters that are read of a provider's message: far more than is ever shown, and few enough to search with
 * patterns.
 */
const longestRead = 4000

/** Makes a provider's own words fit to show: on one line, without access keys, cut to a length for a phone. */
export function quote(message: string, detail = ''): string {
  const first = tidy(message)
  const second = tidy(detail)
  if (second === '' || first.includes(second)) return cut(first)
  if (first === '') return cut(second)
  return cut(`${first}${/[.!?:]$/.test(first) ? '' : ':'} ${second}`)
}

/** One of a provider's own words by itself, such as a code or a message: on one line, without access keys, and short. */
export function quoteBriefly(text: string): string {
  return cut(tidy(text), longestBriefQuote)
}

function tidy(text: string): string {
  const line = text
    .slice(0, longestRead)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}`\s]+/gu, ' ')
  return redact(line).trim()
}

/**
 * Removes the access key from a line. Huawei's gateway answers a wrong signature with the request it has read, access
 * key included.
 */
function redact(line: string): string {
  return line
    .replace(/[ ,;]{0,3}canonical_?request.*$/i, '')
    .replaceAll(/\b(access(?:[_ -]?key)?(?:[_ -]?id)?|ak)\s?[=:]\s?[^\s,;]+/gi, '$1=(hidden)')
    .replaceAll(/\b(?=[A-Z0-9]*[A-Z])[A-Z0-9]{20}\b/g, '(hidden)')
}

function cut(text: string, longest: number = longestQuote): string {
  if (text.length <= longest) return text
  return `${text
    .slice(0, longest - 1)
    .toWellFormed()
    .trimEnd()}…`
}
