/**
 * Names as words of a command. Typed text is straightened (quotes, dashes, blanks, links), which would turn one object's
 * name into another's. A name in which that could happen is written behind a `%`, everything doubtful percent-encoded:
 * `my “files”` is `%my%20%E2%80%9Cfiles%E2%80%9D`. All other names are written as they are.
 */

/** Letters, digits and the few signs that nothing on the way changes; a sign of an option or of this spelling is never first. */
const plain = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._=+@:,()!/-]*$/u
const doubtful = /[^\p{L}\p{N}\p{M}._=+@:,()!/-]/gu
const mark = '%'

/** Undefined for what no text can carry: an empty name, or one with half a character. */
export function spell(name: string): string | undefined {
  if (name === '' || !name.isWellFormed()) return undefined
  return plain.test(name) ? name : mark + encode(name)
}

/** The name that was meant. What was typed without the mark, or is badly encoded, stays as it is. */
export function unspell(word: string): string {
  return word.startsWith(mark) ? (decode(word.slice(mark.length)) ?? word) : word
}

/** `path` is what follows the bucket's slash: a folder, a prefix or nothing. */
export type BucketPath = { bucket: string; path: string }

/** `photos/2026/`; the whole bucket is `photos/`. */
export function spellBucketPath({ bucket, path }: BucketPath): string | undefined {
  if (bucket === '' || !bucket.isWellFormed() || !path.isWellFormed()) return undefined
  const whole = `${bucket}/${path}`
  if (!bucket.includes('/') && plain.test(whole)) return whole
  return `${mark}${encode(bucket).replaceAll('/', '%2F')}/${encode(path)}`
}

/** Without a slash there is no path: only a bucket, or a part of its name. */
export function unspellBucketPath(word: string): { bucket: string; path?: string } {
  const isEncoded = word.startsWith(mark)
  const [bucket, path] = halves(isEncoded ? word.slice(mark.length) : word)
  const read = isEncoded ? [decode(bucket), path === undefined ? path : decode(path)] : [bucket, path]
  const isBroken = read[0] === undefined || (path !== undefined && read[1] === undefined)
  const [name = '', rest] = isBroken ? halves(word) : read
  return { bucket: name, ...(rest === undefined ? {} : { path: rest }) }
}

function halves(text: string): [string, string | undefined] {
  const slashAt = text.indexOf('/')
  return slashAt < 0 ? [text, undefined] : [text.slice(0, slashAt), text.slice(slashAt + 1)]
}

function encode(text: string): string {
  return text.replaceAll(doubtful, (character) => [...Buffer.from(character)].map(escapeByte).join(''))
}

function escapeByte(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
