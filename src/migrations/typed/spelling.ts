import { defined } from '../../defined.ts'
import { decoded } from '../../text/decoded.ts'

/**
 * Names as words of a command. Typed text is straightened (quotes, dashes, blanks, links), which would turn one
 * object's name into another's. A name in which that could happen is written behind a `%`, everything doubtful
 * percent-encoded: `my “files”` is `%my%20%E2%80%9Cfiles%E2%80%9D`. All other names are written as they are.
 */

/**
 * A name that needs no encoding: letters, digits and the few signs that nothing on the way changes. It never begins
 * with the sign of an option or of this spelling.
 */
const plain = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._=+@:,()!/-]*$/u
const doubtful = /[^\p{L}\p{N}\p{M}._=+@:,()!/-]+/gu
const mark = '%'

/** Spells a name as a word of a command. Undefined for an empty name or half a character, which no text can carry. */
export function spell(name: string): string | undefined {
  if (name === '' || !name.isWellFormed()) return undefined
  return plain.test(name) ? name : mark + encode(name)
}

/** The name that a typed word stands for. A word without the mark, or with broken encoding, stands for itself. */
export function unspell(word: string): string {
  return word.startsWith(mark) ? (decoded(word.slice(mark.length)) ?? word) : word
}

/** A bucket and what follows its slash: a folder, a prefix or nothing. */
export type BucketPath = { bucket: string; path: string }

/** Spells a bucket and a path as one word: `photos/2026/`. A whole bucket is `photos/`. */
export function spellBucketPath({ bucket, path }: BucketPath): string | undefined {
  if (bucket === '' || !bucket.isWellFormed() || !path.isWellFormed()) return undefined
  const whole = `${bucket}/${path}`
  if (!bucket.includes('/') && plain.test(whole)) return whole
  return `${mark}${encode(bucket).replaceAll('/', '%2F')}/${encode(path)}`
}

/**
 * Reads a bucket and a path from one word. Without a slash there is no path, and `bucket` may be only part of a name.
 */
export function unspellBucketPath(word: string): { bucket: string; path?: string } {
  const isEncoded = word.startsWith(mark)
  const [bucket, path] = halves(isEncoded ? word.slice(mark.length) : word)
  const read = isEncoded ? [decoded(bucket), path === undefined ? path : decoded(path)] : [bucket, path]
  const isBroken = read[0] === undefined || (path !== undefined && read[1] === undefined)
  const [name = '', rest] = isBroken ? halves(word) : read
  return { bucket: name, ...defined({ path: rest }) }
}

function halves(text: string): [string, string | undefined] {
  const slashAt = text.indexOf('/')
  return slashAt < 0 ? [text, undefined] : [text.slice(0, slashAt), text.slice(slashAt + 1)]
}

function encode(text: string): string {
  return text.replaceAll(doubtful, (run) => Buffer.from(run).toString('hex').toUpperCase().replaceAll(/../g, '%$&'))
}
