import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { AppError } from '../../errors/errors.ts'
import type { Pages, StoredEntry } from './stored-entries.ts'

/**
 * A backup is a text file: a line about it, one line for each record as it is stored, and a line with their number and the
 * SHA-256 of all lines before, by which a file that was cut short or changed is noticed.
 */
const headSchema = z.object({
  ferryBackup: z.literal(1),
  /** Version of the keys and records. */
  storeVersion: z.number(),
  /** Version of the Ferry that made it. */
  ferry: z.string(),
  /** Epoch milliseconds. */
  madeAt: z.number(),
})
export type BackupHead = z.infer<typeof headSchema>

const entrySchema = z.object({ key: z.string(), text: z.string(), expiresAt: z.number().exactOptional() })
const endSchema = z.object({ entries: z.number(), sha256: z.string() })

/** Writes a backup that only its owner can read. Throws EEXIST if the file is there. Returns the number of records. */
export async function writeBackup(file: string, head: BackupHead, pages: Pages): Promise<number> {
  // The name is taken at once, and has content only when all of it is there.
  await (await open(file, 'wx', 0o600)).close()
  const partial = `${file}.partial`
  try {
    const entries = await writeLines(partial, head, pages)
    await rename(partial, file)
    return entries
  } catch (error) {
    await rm(partial, { force: true })
    await rm(file, { force: true })
    throw error
  }
}

async function writeLines(file: string, head: BackupHead, pages: Pages): Promise<number> {
  const handle = await open(file, 'w', 0o600)
  try {
    const hash = createHash('sha256')
    let entries = 0
    const write = async (text: string) => {
      hash.update(text)
      await handle.write(text)
    }
    await write(`${JSON.stringify(head)}\n`)
    for await (const page of pages) {
      await write(page.map(lineOf).join(''))
      entries += page.length
    }
    await handle.write(`${JSON.stringify({ entries, sha256: hash.digest('hex') })}\n`)
    await handle.sync()
    return entries
  } finally {
    await handle.close()
  }
}

/** Reading counts the line separators of Unicode as ends of lines, too, so they are written as escapes. */
function lineOf(entry: StoredEntry): string {
  return `${JSON.stringify(entry).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`
}

/**
 * Reads a backup twice: first whole, to check it, then once more to pass its records on. Throws backup_unreadable for a
 * file that is no backup, was cut short or was changed.
 */
export async function readBackup(file: string): Promise<{ head: BackupHead; entries: number; pages(): Pages }> {
  const hash = createHash('sha256')
  let head: BackupHead | undefined
  let entries = -1
  let last = ''
  for await (const line of linesIn(file)) {
    if (head === undefined) head = parsed(headSchema, line, { file, problem: 'it is not a backup of Ferry’s' })
    if (entries >= 0) hash.update(`${last}\n`)
    entries += 1
    last = line
  }
  const end = parsed(endSchema, last, { file, problem: 'it was cut short' })
  if (head === undefined || end.entries !== entries - 1 || end.sha256 !== hash.digest('hex')) {
    throw unreadable(file, 'it was changed or cut short')
  }
  return { head, entries: end.entries, pages: () => pagesIn(file, end.entries) }
}

const pageSize = 500

async function* pagesIn(file: string, entries: number): Pages {
  let page: StoredEntry[] = []
  let number = 0
  for await (const line of linesIn(file)) {
    number += 1
    if (number === 1 || number > entries + 1) continue
    page.push(parsed(entrySchema, line, { file, problem: `line ${number} is not a record` }))
    if (page.length < pageSize) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

async function* linesIn(file: string): AsyncIterable<string> {
  const stream = createReadStream(file, 'utf8')
  // An error before the first line would otherwise end the process: readline does not pass it on.
  const failed = new Promise<never>((_, reject) => stream.once('error', reject))
  failed.catch(() => undefined)
  try {
    await Promise.race([failed, new Promise<void>((resolve) => stream.once('ready', () => resolve()))])
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw unreadable(file, `it cannot be opened (${code})`)
  }
  yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })
}

function parsed<Item>(schema: z.ZodType<Item>, line: string, about: { file: string; problem: string }): Item {
  try {
    return schema.parse(JSON.parse(line))
  } catch {
    throw unreadable(about.file, about.problem)
  }
}

function unreadable(file: string, problem: string): AppError {
  return new AppError('backup_unreadable', { file, problem })
}
