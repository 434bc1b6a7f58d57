import type { AuditAct } from '../../access/acts.ts'
import type { AuditOutcome, AuditRecord, AuditSurface, Break, Chain, Mark } from '../../access/audit.ts'
import { userIn } from '../../text/mention.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { nothingOnPage } from '../blocks/pages.ts'
import { rows } from '../blocks/rows.ts'
import { formatCount, plural } from '../words/format.ts'
import { at, code, escaped, named } from '../words/text.ts'

export type AuditPage = {
  acts: readonly AuditAct[]
  page: number
  hasMore: boolean
  /** The filter as it was typed. */
  filter: string
  /** The person who reads the page, by their Slack user id. */
  reader?: string
  /** Epoch milliseconds. */
  now: number
  /** Whether hashes and the clouds' ids of calls are shown, which nobody reads but a support or a check. */
  isDetailed?: boolean
}

/** A page of who did what, newest first. */
export function auditPage({ acts, page, hasMore, filter, reader, now, isDetailed = false }: AuditPage): Message {
  const text = page === 1 ? 'Who did what' : `Who did what, page ${page}`
  const about = filter === '' ? '' : ` · ${soughtWords(filter, reader).join(' ')}`
  const command = (verb: string) => `${verb} ${filter}`.trim()
  const turn = (to: number, detailed = isDetailed) => `${command('audit')} --page ${to}${detailed ? ' --details' : ''}`
  if (acts.length === 0 && page === 1) return noActs(text, filter === '' ? undefined : noEntryFor(filter, reader))
  return {
    text,
    blocks: [
      section(`*${text}*, newest first${about}`),
      ...(acts.length === 0 ? [section(nothingOnPage)] : rows(acts, (act) => row(act, { now, isDetailed }))),
      ...choices(
        [
          ...turns({ acts, page, hasMore }, turn),
          { label: isDetailed ? 'Without details' : 'Details', command: turn(page, !isDetailed) },
        ],
        [
          { label: 'Verify', command: 'audit verify' },
          { label: 'Export as CSV', command: command('audit export csv') },
          { label: 'Export as JSON', command: command('audit export json') },
        ],
      ),
    ],
  }
}

/** The pages beside this one, or the first if this one is not there any more: a filter such as `7d` moves on. */
function turns({ acts, page, hasMore }: Pick<AuditPage, 'acts' | 'page' | 'hasMore'>, turn: (to: number) => string) {
  if (acts.length === 0) return [{ label: 'First page', command: turn(1) }]
  return [
    ...(page > 1 ? [{ label: 'Newer', command: turn(page - 1) }] : []),
    ...(hasMore ? [{ label: 'Older', command: turn(page + 1) }] : []),
  ]
}

/** The page without an entry: what would stand here, or how to find what was done. */
function noActs(text: string, noEntry: string | undefined): Message {
  const begin = [
    { label: 'First steps', command: 'welcome' },
    { label: 'Verify', command: 'audit verify' },
  ]
  return {
    text,
    blocks: [
      section(noEntry === undefined ? `*${text}*\n${nothingYet}` : `${noEntry}.\n${waysToSearch}`),
      ...choices(noEntry === undefined ? begin : [{ label: 'All entries', command: 'audit' }]),
    ],
  }
}

const nothingYet =
  'Nothing has been done yet. Whatever people change with Ferry will stand here: who did it, when, and how it ended.'
const waysToSearch =
  'Search for an id, an account, a verb, a time such as `7d`, `me`, or a person from the list that Slack shows after @.'

/** That nothing was found, without a full stop. */
export function noEntryFor(filter: string, reader: string | undefined): string {
  return `The audit has no entry for ${new Intl.ListFormat('en').format(soughtWords(filter, reader))}`
}

/**
 * The words of a filter as they were typed; those between quotation marks are one. Another person appears as "that
 * person", because the entries name them, and no typed mention is sent back.
 */
function soughtWords(filter: string, reader: string | undefined): string[] {
  const words = filter.match(/"[^"]*"|\S+/g) ?? []
  return words.map((word) => {
    const person = userIn(word)
    return person === undefined ? code(word.replaceAll('"', ''), 80) : person === reader ? 'you' : 'that person'
  })
}

/** Subject of an act. That of a role is shown as a mention, because nobody knows a user id by heart. */
function subjectOf({ verb, subject = '' }: AuditRecord): string[] {
  if (subject === '') return []
  const isPerson = /^roles (give|take)$/.test(verb)
  if (isPerson && /^[UW][A-Z0-9]+$/.test(subject)) return [`<@${subject}>`]
  return [isPerson && /^S[A-Z0-9]+$/.test(subject) ? `<!subteam^${subject}>` : code(subject, 80)]
}

const outcomeWords: Record<Exclude<AuditOutcome, 'begun'>, { icon: string; word: string }> = {
  done: { icon: ':white_check_mark:', word: 'done' },
  refused: { icon: ':no_entry_sign:', word: 'refused' },
  unknown: { icon: ':grey_question:', word: 'outcome unknown' },
}

const doorWords: Record<AuditSurface, string> = {
  typed: 'typed',
  button: 'by a button',
  form: 'by a form',
  mention: 'by a mention',
  ferry: 'by Ferry',
}

/** Longest duration of any act, in milliseconds. */
const longestMs = 600_000

/** How an act ended. An act without an end is still going on, or its process died or could not write the end. */
function outcomeOf({ outcome, at: begunAt }: AuditRecord, now: number) {
  if (outcome !== 'begun') return outcomeWords[outcome]
  if (now - begunAt < longestMs) return { icon: ':arrow_forward:', word: 'started, not finished' }
  return { icon: ':warning:', word: '*never finished: outcome unknown*' }
}

type Drawing = { now: number; isDetailed: boolean }

function row({ record, begunSeq }: AuditAct, { now, isDetailed }: Drawing) {
  const { icon, word } = outcomeOf(record, now)
  const what = [`*${named(record.verb, 40)}*`, ...subjectOf(record)].join(' ')
  const small = [
    `<@${escaped(record.user)}>`,
    at(record.at),
    `${doorWords[record.door]}${record.channel === undefined ? '' : ` in <#${escaped(record.channel)}>`}`,
    ...basisOf(record),
    `no. ${numbers(record.seq, begunSeq)}`,
  ]
  const refusal = record.code === undefined ? '' : ` (${code(record.code, 40)})`
  const lines = [`${icon} ${what} ${word}${refusal}${detailOf(record)}`, small.join(' · ')]
  return section([...lines, ...(isDetailed ? [exactly(record)] : [])].join('\n'))
}

/** The detail of an act. For a watch it is a channel, shown as a link because nobody knows a channel id by heart. */
function detailOf({ verb, detail }: AuditRecord): string {
  if (detail === undefined) return ''
  const channel = /^(un)?watch$/.test(verb) ? /^in ([CG][A-Z0-9]+)$/.exec(detail)?.[1] : undefined
  if (channel !== undefined) return ` · in <#${channel}>`
  const said = detail.replace(content, '')
  return said === '' ? '' : ` · ${named(said, 150)}`
}

/** The hash of what was decided about, at the beginning of a detail. */
const content = /^content ([0-9a-f]{64})(, )?/

/**
 * Details of an entry for a support or a check: the hash of what was decided about, the cloud's id of the call, its own
 * hash.
 */
function exactly({ detail = '', requestId, hash }: AuditRecord): string {
  const [, decided] = content.exec(detail) ?? []
  return [
    ...(decided === undefined ? [] : [`content ${code(decided, 64)}`]),
    ...(requestId === undefined ? [] : [`the cloud’s request id ${code(requestId, 100)}`]),
    `hash ${code(hash, 64)}`,
  ].join(' · ')
}

/** Numbers of an act's entries: a range if they are adjacent, else both. */
function numbers(seq: number, begunSeq: number | undefined): string {
  if (begunSeq === undefined) return String(seq)
  return seq === begunSeq + 1 ? `${begunSeq}–${seq}` : `${begunSeq} and ${seq}`
}

/** Basis of the act: the policy or the role that allowed it. */
function basisOf({ role, policy }: AuditRecord): string[] {
  if (policy !== undefined) return [`named by policy ${policy}`]
  // Everybody may do what a viewer may, so that role says nothing about the person.
  return role === undefined || role === 'viewer' ? [] : [`as ${role}`]
}

/**
 * The result of an audit in which every entry is as it was written. `kept` is the mark that somebody had noted before.
 */
export function auditWhole({ seq, hash }: Mark, kept?: Mark): Message {
  if (seq === 0) return auditEmpty()
  const same = kept === undefined ? '' : ` Entry ${formatCount(kept.seq)} has not changed.`
  const whole = `The audit is intact: ${plural(seq, 'entry', 'entries')}, none changed, none missing.${same}`
  const command = code(`/migrate audit verify ${seq} ${hash.slice(0, 16)}`)
  return {
    text: 'The audit is intact',
    blocks: [
      section(`:white_check_mark: ${whole}`),
      context(`Save this outside Ferry to compare later: ${command}. The hash is shortened; exports have it in full.`),
    ],
  }
}

type InChains = { chains: readonly Chain[]; end: Mark; kept: Mark | undefined }

/** The result of an audit that was begun anew: each chain is intact, but nothing tells what was between them. */
export function auditInChains({ chains, end, kept }: InChains): Message {
  const lines = chains.flatMap(({ from, to, because }, index) => {
    const before = chains[index - 1]?.to ?? 0
    return [
      ...(from > before + 1
        ? [`• ${entries(before + 1, from - 1)}: can’t be read. Nobody can tell whether any was changed`]
        : []),
      `• ${entries(from, to)}: unchanged${because === undefined ? '' : `, a new chain, begun for ${code(because)}`}`,
    ]
  })
  const command = code(`/migrate audit verify ${end.seq} ${end.hash.slice(0, 16)}`)
  return {
    text: 'The audit is in several chains',
    blocks: [
      section(
        `:warning: *The audit is in ${plural(chains.length, 'chain')}${chains[0]?.from === 1 ? '' : ', after entries that can’t be read'}.* Within a chain, no entry was changed or is missing. Whether entries at the end of an earlier chain were cut off, only an export from before can tell.`,
      ),
      section(lines.join('\n')),
      ...(kept === undefined ? [] : [section(comparedInChains(chains, kept))]),
      context(`Save this outside Ferry to compare later: ${command}.`),
    ],
  }
}

function entries(from: number, to: number): string {
  return from === to ? `Entry ${formatCount(from)}` : `Entries ${formatCount(from)} to ${formatCount(to)}`
}

function comparedInChains(chains: readonly Chain[], { seq }: Mark): string {
  return chains.some(({ from, to }) => from <= seq && seq <= to)
    ? `Entry ${formatCount(seq)} has not changed.`
    : `Entry ${formatCount(seq)}, which you kept, can’t be read any more.`
}

/** The result of an audit without entries, which says nothing about whether there were any. */
function auditEmpty(): Message {
  return {
    text: 'The audit has no entries',
    blocks: [
      section(
        ':warning: *The audit has no entries.* Either nobody has changed anything with Ferry here yet, or Ferry’s store was emptied or replaced.',
      ),
      section(
        'If you expected entries, tell whoever runs Ferry: check that `STORE_URL` still names the same store, and that its data is there.',
      ),
    ],
  }
}

const breakWords: Record<Break['why'], string> = {
  missing: 'is missing or can’t be read',
  changed: 'was changed after it was written',
  'out of place': 'does not follow from the one before it',
  'end unknown': 'may not be the last: the record of where the audit ends is gone',
}

export function auditBroken({ seq, why }: Break): Message {
  return {
    text: 'The audit has been tampered with or damaged',
    blocks: [
      section(`:rotating_light: *The audit is broken:* entry no. ${seq} ${breakWords[why]}.`),
      section('Tell whoever runs Ferry. Earlier entries are intact; compare the rest with a backup of the store.'),
    ],
  }
}
