import { exclusively } from '../../../async/exclusively.ts'
import { explain } from '../../../catalogue/explain.ts'
import { AppError } from '../../../errors/errors.ts'
import type { FailedObject, ListCut } from '../../../migrations/failed-objects.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import { csvRow } from '../../../views/blocks/csv.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { failuresComment, failuresSent, nothingFailed } from '../../../views/page/failures-file.ts'
import { fileHoldMs, withFileAdvice } from '../../file-advice.ts'
import type { Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import type { Reading } from './reader.ts'

/** Largest file in bytes: small enough to open on a laptop and far below Slack's limit. */
const mostBytes = 20_000_000

/**
 * Sends the whole list as a file to the person alone. The list leaves the bucket for good, so the audit notes it like
 * any other act.
 */
export async function sendList(reading: Reading, tools: Tools): Promise<Message> {
  const { found, key, origin } = reading
  const ref = refOf(found.migration)
  const once = {
    key: `failures csv:${origin.workspace}:${origin.user}:${ref}`,
    ms: fileHoldMs,
    taken: () => new AppError('asked_twice', { what: `your list of the failed objects of \`${ref}\`` }),
  }
  const act = {
    ...{ origin, needs: 'operator' as const, account: found.account.name, verb: 'failures export', subject: ref },
    detail: `opened with ${key.name}`,
    run: () => send(reading, tools),
  }
  return withFileAdvice(`failures ${ref} csv`, () => exclusively(once, tools.claim, () => enact(act, tools)))
}

async function send({ found: { migration }, key, read, origin }: Reading, { sendFile }: Tools): Promise<Message> {
  const file = createFile()
  const { cut } = await read(key, file.add)
  if (file.count() === 0) return nothingFailed(migration)
  const told = { migration, key: key.name, count: file.count(), ...fileCut(cut, file.isFull()) }
  const channel = await sendFile({
    content: file.content(),
    mediaType: 'text/csv; charset=utf-8',
    fileName: `failed-objects-${migration.id}.csv`,
    comment: failuresComment(told),
    user: origin.user,
  })
  return failuresSent(told, { workspace: origin.workspace, channel })
}

function fileCut(cut: ListCut | undefined, isFull: boolean): { cut?: ListCut } {
  if (isFull) return { cut: 'bytes' }
  return cut === undefined ? {} : { cut }
}

/** Makes a file with the rows in the order of the list, as many as fit. */
function createFile() {
  const rows: Buffer[] = [Buffer.from(csvRow(['object', 'reason', 'what happened', 'time', 'source code']))]
  let bytes = rows[0]?.length ?? 0
  let isFull = false
  return {
    add(object: FailedObject): void {
      const row = Buffer.from(rowOf(object))
      isFull ||= bytes + row.length > mostBytes
      if (isFull) return
      rows.push(row)
      bytes += row.length
    },
    count: () => rows.length - 1,
    isFull: () => isFull,
    content: () => new Uint8Array(Buffer.concat(rows, bytes)),
  }
}

function rowOf({ name, reason = '', at = '', sourceCode = '' }: FailedObject): string {
  const { isKnown, what } = explain({ code: reason })
  return csvRow([name, reason, isKnown ? what : '', at, sourceCode])
}
