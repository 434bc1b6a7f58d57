import { exclusively } from '../../../async/exclusively.ts'
import { AppError } from '../../../errors/errors.ts'
import { auditComment, auditNothingToExport, auditSent } from '../../../views/access/audit-export.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { fileHoldMs, withFileAdvice } from '../../file-advice.ts'
import type { DrawnReply, Invocation, Origin, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { quoted } from '../../machine/tokenize.ts'
import { type AuditFormat, auditFile, auditFormats, type FileLimits } from './file.ts'
import { type AuditFilter, fitting, readFilter } from './filter.ts'

/** Limits of an audit file, in entries and bytes: small enough to open on a laptop and far below Slack's limit. */
const exportLimits: FileLimits = { records: 50_000, bytes: 20_000_000 }

const usage = 'audit export [csv | json] [id | verb | me | @person | 7d]'

/**
 * Sends the audit as a file to the person alone. The file leaves Ferry for good, so the audit notes the export like any
 * other act.
 */
export async function exportAudit(
  { words, flags, origin }: Invocation,
  tools: Tools,
  limits: FileLimits = exportLimits,
): Promise<DrawnReply> {
  if (flags.share !== undefined) {
    throw new AppError('usage', { problem: 'The audit export goes only to you and is never shared.', usage })
  }
  const { format, rest } = readFormat(words)
  const filter = readFilter(rest, tools.clock.now())
  const once = {
    key: `audit export:${origin.workspace}:${origin.user}`,
    ms: fileHoldMs,
    taken: () => new AppError('asked_twice', { what: 'your export of the audit' }),
  }
  const detail = `${format}, ${filter.words.length === 0 ? 'all entries' : `entries ${filter.words.join(', ')}`}`
  const run = () => send({ format, filter, typed: rest.map(quoted).join(' '), origin, limits }, tools)
  const act = { origin, needs: 'admin' as const, isFresh: true, verb: 'audit export', detail, run }
  return withFileAdvice('audit export', async () => {
    const message = await exclusively(once, tools.claim, () => enact(act, tools))
    return { type: 'message', message }
  })
}

/**
 * Finds the format, which may stand anywhere among the words. Only the first one counts, because an account can be
 * named like a format.
 */
function readFormat(words: readonly string[]): { format: AuditFormat; rest: readonly string[] } {
  const at = words.findIndex((word) => formatIn(word) !== undefined)
  return { format: formatIn(words[at] ?? '') ?? 'csv', rest: words.filter((_, index) => index !== at) }
}

function formatIn(word: string): AuditFormat | undefined {
  return auditFormats.find((format) => format === word.toLowerCase())
}

/** `typed`: the filter as it was typed. */
type Order = { format: AuditFormat; filter: AuditFilter; typed: string; origin: Origin; limits: FileLimits }

async function send(
  { format, filter, typed, origin, limits }: Order,
  { store, clock, sendFile }: Tools,
): Promise<Message> {
  const file = await auditFile(fitting(store.audit.newestFirst(), filter), { format, limits })
  if (file.count === 0) return auditNothingToExport({ filter: typed, reader: origin.user })
  const told = { ...file, format, isFiltered: filter.words.length > 0, limits }
  const { mediaType, extension } = kinds[format]
  const channel = await sendFile({
    content: file.content,
    mediaType,
    fileName: `ferry-audit-${stamp(clock.now())}.${extension}`,
    comment: auditComment(told),
    user: origin.user,
  })
  return auditSent(told, { workspace: origin.workspace, channel })
}

const kinds: Record<AuditFormat, { mediaType: string; extension: string }> = {
  csv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv' },
  json: { mediaType: 'application/jsonl', extension: 'jsonl' },
}

/** A UTC time without characters that file systems refuse: `2026-01-05T10-22-03Z`. */
function stamp(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replaceAll(':', '-')}Z`
}
