import { type AuditRecord, createVerifier } from '../access/audit.ts'
import { AppError } from '../errors.ts'
import { parseRef } from '../migrations/ref.ts'
import { auditBroken, auditPage, auditWhole } from '../views/audit.ts'
import type { Command, Invocation, Reply, Tools } from './command.ts'

export const audit: Command = {
  verb: 'audit',
  aliases: ['log', 'history'],
  needs: 'admin',
  usage: 'audit [id | @person | 7d] [verify]',
  summary: 'Who did what, and when',
  examples: ['audit', 'audit 1912…', 'audit @oncall 7d', 'audit verify'],
  notes: [
    'What was done or refused is written down before it is begun, each entry bound to the one before it.',
    '`verify` goes through all of them and finds any change.',
  ],
  run: (invocation, tools) =>
    /^(verify|check)$/i.test(invocation.words[0] ?? '') ? verify(tools) : show(invocation, tools),
}

const perPage = 10

async function show({ words, flags }: Invocation, { store, clock }: Tools): Promise<Reply> {
  const page = readPage(flags.page)
  const filter = readFilter(words, clock.now())
  const found: AuditRecord[] = []
  let hasMore = false
  for await (const record of store.audit.newestFirst()) {
    if (record.at < filter.since) break
    if (!filter.fits(record)) continue
    hasMore = found.length === page * perPage
    if (hasMore) break
    found.push(record)
  }
  const records = found.slice((page - 1) * perPage)
  const command = ['audit', ...words].join(' ')
  return { type: 'message', message: auditPage({ records, page, hasMore, command }) }
}

function readPage(typed: string | undefined): number {
  const page = Number(typed ?? 1)
  if (Number.isInteger(page) && page >= 1 && page <= 10_000) return page
  throw new AppError('usage', { problem: 'A page is a number from 1.', usage: 'audit --page 2' })
}

type Filter = { since: number; fits(record: AuditRecord): boolean }

/** A person, a time and an id may be named together. */
function readFilter(words: readonly string[], now: number): Filter {
  const tests: ((record: AuditRecord) => boolean)[] = []
  let since = 0
  for (const word of words) {
    const user = /^<@([UW][A-Z0-9]+)(\|[^>]*)?>$/.exec(word)?.[1]
    const ageMs = ageIn(word)
    if (user !== undefined) tests.push((record) => record.user === user || record.subject === user)
    else if (ageMs !== undefined) since = now - ageMs
    else tests.push(aboutRef(word))
  }
  return { since, fits: (record) => tests.every((test) => test(record)) }
}

const unitsMs: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 }

function ageIn(word: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,4})([hdw])$/i.exec(word) ?? []
  const unitMs = unitsMs[unit.toLowerCase()]
  return count === undefined || unitMs === undefined ? undefined : Number(count) * unitMs
}

/** An id, the start of one, an account's or key's name, or a verb. */
function aboutRef(word: string): (record: AuditRecord) => boolean {
  const ref = parseRef(word)
  if (ref === undefined) return () => true
  const wanted = ref.text.toLowerCase()
  return ({ subject = '', verb }) => {
    const [account = '', id] = subject.toLowerCase().split('/', 2)
    if (ref.account !== undefined && ref.account !== account) return false
    return verb === wanted || account === wanted || (id ?? account).startsWith(wanted)
  }
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
