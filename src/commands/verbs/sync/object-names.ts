import { exactWords } from './exact-words.ts'

/** Names of objects as they are in the bucket, each once, or what is wrong with them. */
export type ObjectNames = { ok: true; names: readonly string[]; repeated: number } | { ok: false; problem: string }

/** Reads the names after `sync push <id>`. */
export function typedNames(typed: string): ObjectNames {
  const read = exactWords(typed, 3)
  return read.ok ? namesOf(read.words.slice(3)) : read
}

/** Reads names from a text, exactly one per line. Empty lines are ignored. */
export function namesInLines(text: string): ObjectNames {
  const lines = text.split(/\r\n|\r|\n/)
  const strange = lines.findIndex((line) => line.trim() !== '' && line !== line.trim())
  if (strange >= 0) {
    const problem = `Line ${strange + 1} starts or ends with a space. Remove it. If it belongs to the name, type /migrate sync push <id> "the name ".`
    return { ok: false, problem }
  }
  return namesOf(lines.filter((line) => line !== ''))
}

/** The command that pushes these names. Undefined if it would be too long or would not give the same names. */
export function commandFor(ref: string, names: readonly string[], maxLength: number): string | undefined {
  const command = ['sync', 'push', ref, ...names.map((name) => `"${name}"`)].join(' ')
  const read = typedNames(command)
  const isSame = read.ok && read.names.length === names.length && read.names.every((name, at) => name === names[at])
  return isSame && command.length <= maxLength ? command : undefined
}

function namesOf(all: readonly string[]): ObjectNames {
  const names = [...new Set(all)]
  const long = names.find((name) => Buffer.byteLength(name) > mostBytes)
  if (long !== undefined) {
    return { ok: false, problem: `“${long.slice(0, 40)}…” is too long: a name has at most ${mostBytes} bytes.` }
  }
  const broken = names.find((name) => !name.isWellFormed())
  if (broken !== undefined) return { ok: false, problem: 'A name contains an incomplete character.' }
  return { ok: true, names, repeated: all.length - names.length }
}

/** Longest name of an object in bytes, in every storage that speaks S3. */
const mostBytes = 1024
