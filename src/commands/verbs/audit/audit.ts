import { readActs } from '../../../access/acts.ts'
import { type Break, createVerifier, type Mark } from '../../../access/audit.ts'
import { AppError } from '../../../errors/errors.ts'
import { auditBroken, auditInChains, auditPage, auditWhole } from '../../../views/access/audit.ts'
import { meansMe } from '../../find/words.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { pageIn } from '../../machine/page.ts'
import { withPeople } from '../../machine/plain-names.ts'
import { quoted } from '../../machine/tokenize.ts'
import { exportAudit } from './export.ts'
import { fitting, readFilter } from './filter.ts'

export const audit: Command = {
  verb: 'audit',
  aliases: ['log', 'history'],
  needs: 'admin',
  concernsAll: true,
  isPrivate: true,
  takes: { most: 'any', channel: true },
  options: ['details'],
  usage: 'audit [verify | export [csv | json]] [id | verb | me | @person | 7d] [--details]',
  summary: 'Who did what, and when',
  examples: [
    'audit',
    'audit 1912…',
    'audit @ann 7d',
    'audit me',
    'audit sync push',
    'audit verify',
    'audit export json 7d',
  ],
  notes: [
    'Ferry records every action before it starts. Each entry is chained to the one before it.',
    'Each action is one row with the numbers of its start and end entries. An action that never finished is marked.',
    'Type a verb as it is shown, or just its first word to find all of its kind, such as `audit roles 7d`. To find exports: `audit "audit export"`.',
    '`--details`, or the button, also shows the hashes of entries and contents, and the ids by which a cloud’s support finds a call.',
    '`verify` checks every entry and finds any change. Add the number and hash from an earlier check to also find out whether somebody restored an old copy.',
    '`export` sends you a file: CSV for a spreadsheet, or JSON lines to verify the entries elsewhere.',
  ],
  answersTo: ({ asks, words, ref }) =>
    asks === 'who' && words.some((word) => /^(did|[a-z]{2,}ed)$/.test(word))
      ? ['audit', ...(ref === undefined ? [] : [ref])].join(' ')
      : undefined,
  async run(invocation, tools) {
    const [what = '', ...words] = invocation.words
    if (/^(verify|check)$/i.test(what)) return verify(words, tools)
    const isExport = /^(export|download)$/i.test(what)
    const me = `<@${invocation.origin.user}>`
    const asked = invocation.words.map((word) => (meansMe(word) ? me : word))
    const named = await withPeople({ verb: 'audit', words: asked }, tools)
    if (named.type === 'question') return named.reply
    const [, ...about] = named.words
    if (isExport) return exportAudit({ ...invocation, words: about }, tools)
    return show({ ...invocation, words: named.words }, tools)
  },
}

const perPage = 10

async function show({ words, flags, origin }: Invocation, { store, clock }: Tools): Promise<Reply> {
  const page = pageIn({ flags }, audit.usage)
  const filter = readFilter(words, clock.now())
  const found = await readActs(fitting(store.audit.newestFirst(), filter), { page, perPage })
  const isDetailed = flags.details !== undefined
  const about = { page, filter: words.map(quoted).join(' '), reader: origin.user, now: clock.now(), isDetailed }
  return { type: 'message', message: auditPage({ ...found, ...about }) }
}

async function verify(words: readonly string[], { store }: Tools): Promise<Reply> {
  const kept = readMark(words)
  const head = await store.audit.head()
  const verifier = createVerifier([...(head === undefined ? [] : [head]), ...(kept === undefined ? [] : [kept])])
  for await (const record of store.audit.oldestFirst()) {
    const broken = verifier.check(record)
    if (broken !== undefined) return { type: 'message', message: auditBroken(broken) }
  }
  const last = verifier.last()
  const broken = verifier.end() ?? endUnknown(last, head)
  if (broken !== undefined) return { type: 'message', message: auditBroken(broken) }
  const chains = verifier.chains()
  const isWhole = chains.every(({ because }) => because === undefined)
  return { type: 'message', message: isWhole ? auditWhole(last, kept) : auditInChains({ chains, end: last, kept }) }
}

/**
 * The break for a missing note of where the audit ends. The first entry is written before its note; later entries
 * follow one.
 */
function endUnknown({ seq }: Mark, head: Mark | undefined): Break | undefined {
  return head === undefined && seq > 1 ? { seq: seq + 1, why: 'end unknown' } : undefined
}

/**
 * Reads the mark that somebody kept from an earlier check: the number of an entry and the beginning of its hash. Throws
 * AppError usage.
 */
function readMark([number, hash = '', ...rest]: readonly string[]): Mark | undefined {
  if (number === undefined) return undefined
  const typed = hash.toLowerCase()
  if (/^[1-9]\d{0,11}$/.test(number) && /^[0-9a-f]{8,64}$/.test(typed) && rest.length === 0) {
    return { seq: Number(number), hash: typed }
  }
  const problem = 'To compare with what you saved, type the number of the entry and at least 8 characters of its hash.'
  throw new AppError('usage', { problem, usage: 'audit verify [number hash]' })
}
