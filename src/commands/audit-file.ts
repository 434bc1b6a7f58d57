import type { AuditRecord } from '../access/audit.ts'
import { canonical } from '../access/canonical.ts'
import { csvRow } from '../views/csv.ts'

export const auditFormats = ['csv', 'json'] as const
export type AuditFormat = (typeof auditFormats)[number]

/** How much a file holds at most; decimal bytes. */
export type FileLimits = { records: number; bytes: number }

export type AuditFile = {
  content: Uint8Array<ArrayBuffer>
  /** How many entries, and which is the first and last of them; 0 where there are none. */
  count: number
  firstSeq: number
  lastSeq: number
  /** Older ones were left out. */
  isCut: boolean
}

/** The newest entries that a file has room for, oldest first in it, so that a chain is read from its beginning. */
export async function auditFile(
  newestFirst: AsyncIterable<AuditRecord>,
  { format, limits }: { format: AuditFormat; limits: FileLimits },
): Promise<AuditFile> {
  const { head, line } = writers[format]
  const lines: Buffer[] = []
  const header = Buffer.from(head)
  const seqs: number[] = []
  let bytes = header.length
  let isCut = false
  for await (const record of newestFirst) {
    const written = Buffer.from(line(record))
    isCut = lines.length === limits.records || bytes + written.length > limits.bytes
    if (isCut) break
    lines.push(written)
    seqs.push(record.seq)
    bytes += written.length
  }
  const content = new Uint8Array(Buffer.concat([header, ...lines.reverse()], bytes))
  return { content, count: seqs.length, firstSeq: seqs.at(-1) ?? 0, lastSeq: seqs[0] ?? 0, isCut }
}

const columns = [
  'seq',
  'user',
  'verb',
  'subject',
  'detail',
  'outcome',
  'code',
  'requestId',
  'role',
  'policy',
  'door',
  'channel',
  'previous',
  'hash',
] as const satisfies readonly (keyof AuditRecord)[]

const writers: Record<AuditFormat, { head: string; line(record: AuditRecord): string }> = {
  csv: {
    head: csvRow(['time', ...columns]),
    line: (record) => csvRow([moment(record.at), ...columns.map((column) => record[column] ?? '')]),
  },
  // What was hashed, and the hash: nothing has to be sorted or written anew to check it.
  json: { head: '', line: (record) => `${canonical({ ...record })}\n` },
}

/** UTC; a number where the record holds what is no moment. */
function moment(epochMs: number): string {
  const date = new Date(epochMs)
  return Number.isNaN(date.getTime()) ? String(epochMs) : date.toISOString()
}
