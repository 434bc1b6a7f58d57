import type { AuditRecord } from '../../../access/audit.ts'
import { canonical } from '../../../access/canonical.ts'
import type { Exported } from '../../../views/access/audit-export.ts'
import { csvRow } from '../../../views/blocks/csv.ts'

export const auditFormats = ['csv', 'json'] as const
export type AuditFormat = (typeof auditFormats)[number]

/** How much a file can hold, in entries and decimal bytes. */
export type FileLimits = { records: number; bytes: number }

export type AuditFile = Pick<Exported, 'count' | 'firstSeq' | 'lastSeq' | 'isCut'> & {
  content: Uint8Array<ArrayBuffer>
}

/**
 * Writes the newest entries that fit into a file. Inside the file the oldest comes first, so that the chain is read
 * from its beginning.
 */
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
  // Each line is the canonical text with its hash, so a check needs no sorting or rewriting.
  json: { head: '', line: (record) => `${canonical({ ...record })}\n` },
}

/** A moment as ISO 8601 in UTC, or the bare number if it is no valid date. */
function moment(epochMs: number): string {
  const date = new Date(epochMs)
  return Number.isNaN(date.getTime()) ? String(epochMs) : date.toISOString()
}
