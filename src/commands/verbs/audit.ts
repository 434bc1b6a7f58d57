import { type AuditRecord, createVerifier } from '../../access/audit.ts'
import { AppError } from '../../errors.ts'
import { auditBroken, auditPage, auditWhole } from '../../views/audit.ts'
import { exportAudit } from '../audit-export.ts'
import { fitting, readFilter } from '../audit-filter.ts'
import type { Command, Invocation, Reply, Tools } from '../command.ts'

export const audit: Command = {
  verb: 'audit',
  aliases: ['log', 'history'],
  needs: 'admin',
  concernsAll: true,
  isPrivate: true,
  usage: 'audit [verify | export [csv | json]] [id | verb | @person | 7d]',
  summary: 'Who did what, and when',
  examples: ['audit', 'audit 1912…', 'audit @oncall 7d', 'audit sync push', 'audit verify', 'audit export json 7d'],
  notes: [
    'What was done or refused is written down before it is begun, each entry bound to the one before it.',
    'A verb is typed as it is shown; its first word finds all of its kind, such as `audit roles 7d`. What was exported: `audit "audit export"`.',
    '`verify` goes through all of them and finds any change.',
    '`export` sends you a file: CSV for a spreadsheet, JSON lines to check the entries elsewhere.',
  ],
  run: (invocation, tools) => {
    const [what = '', ...words] = invocation.words
    if (/^(verify|check)$/i.test(what)) return verify(tools)
    if (/^(export|download)$/i.test(what)) return exportAudit({ ...invocation, words }, tools)
    return show(invocation, tools)
  },
}

const perPage = 10

async function show({ words, flags }: Invocation, { store, clock }: Tools): Promise<Reply> {
  const page = readPage(flags.page)
  const filter = readFilter(words, clock.now())
  const found: AuditRecord[] = []
  let hasMore = false
  for await (const record of fitting(store.audit.newestFirst(), filter)) {
    hasMore = found.length === page * perPage
    if (hasMore) break
    found.push(record)
  }
  const records = found.slice((page - 1) * perPage)
  return { type: 'message', message: auditPage({ records, page, hasMore, filter: words.map(quoted).join(' ') }) }
}

/** As it has to be typed to be one word again. */
function quoted(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word
}

function readPage(typed: string | undefined): number {
  const page = Number(typed ?? 1)
  if (Number.isInteger(page) && page >= 1 && page <= 10_000) return page
  throw new AppError('usage', { problem: 'A page is a number from 1.', usage: 'audit --page 2' })
}

async function verify({ store }: Tools): Promise<Reply> {
  const verifier = createVerifier()
  for await (const record of store.audit.oldestFirst()) {
    const broken = verifier.check(record)
    if (broken !== undefined) return { type: 'message', message: auditBroken(broken) }
  }
  const last = verifier.last()
  const head = await store.audit.head()
  // Records cut off the end leave nothing behind but the note of where the end was.
  if (head !== undefined && head.seq > last.seq) {
    return { type: 'message', message: auditBroken({ seq: last.seq + 1, why: 'missing' }) }
  }
  return { type: 'message', message: auditWhole(last) }
}
