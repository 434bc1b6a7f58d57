import { z } from 'zod'
import { listOf } from '../list-of.ts'

/** The ways to name the objects that a migration takes from its source. */
export const selections = ['everything', 'prefixes', 'objects', 'list', 'url list'] as const
export type Selection = (typeof selections)[number]

/** Which objects a migration takes. An absent field is unknown. */
export const selectedSchema = z.object({
  selection: z.enum(selections).exactOptional(),
  /**
   * Prefixes or object names, as `selection` says. An object whose name ends in a slash is a folder with all its
   * contents.
   */
  names: listOf(z.string()).exactOptional(),
  /** The file that names the objects or URLs. For a group, a folder of such files. */
  listFile: z.object({ bucket: z.string().exactOptional(), key: z.string() }).exactOptional(),
  /** Takes only objects changed after this moment, in epoch milliseconds. */
  since: z.number().exactOptional(),
})
export type Selected = z.infer<typeof selectedSchema>

/**
 * How the objects of one migration relate to those of another from the same bucket. `unknown` means that at least one
 * of the two does not tell its objects, so they may be the same.
 */
export type Relation = 'same' | 'contains' | 'contained' | 'overlaps' | 'unknown' | 'disjoint'

/** How the objects that the first selection takes relate to those of the second. */
export function relate(first: Selected, second: Selected): Relation {
  const relation = relateNames(first, second)
  const { since: from = 0 } = first
  const { since: until = 0 } = second
  if (from === until) return relation
  const wider = from < until ? 'contains' : 'contained'
  if (relation === 'same' || relation === wider) return wider
  return relation === 'contains' || relation === 'contained' ? 'overlaps' : relation
}

function relateNames(first: Selected, second: Selected): Relation {
  if (isWhole(first) && isWhole(second)) return 'same'
  if (first.selection === undefined || second.selection === undefined) return 'unknown'
  if (isList(first) || isList(second)) return relateLists(first, second)
  const [own, others] = [patternsIn(first), patternsIn(second)]
  if (own === undefined || others === undefined) return relateToWhole(first, second)
  const [containsAll, isInside] = [coverAll(own, others), coverAll(others, own)]
  if (containsAll) return isInside ? 'same' : 'contains'
  if (isInside) return 'contained'
  return own.some((one) => others.some((other) => covers(one, other) || covers(other, one))) ? 'overlaps' : 'disjoint'
}

/**
 * Relates selections of which at least one is a list. Only the cloud has read the objects in a list, and a list of URLs
 * names no objects of a bucket at all.
 */
function relateLists(first: Selected, second: Selected): Relation {
  if (first.selection !== second.selection) {
    return first.selection === 'url list' || second.selection === 'url list' ? 'unknown' : relateToWhole(first, second)
  }
  const [own, other] = [first.listFile, second.listFile]
  const isSameBucket = own?.bucket === undefined || other?.bucket === undefined || own.bucket === other.bucket
  return own !== undefined && own.key === other?.key && isSameBucket ? 'same' : 'unknown'
}

/** Relates selections whose names are unknown: everything still contains them. */
function relateToWhole(first: Selected, second: Selected): Relation {
  if (first.selection === 'everything') return 'contains'
  return second.selection === 'everything' ? 'contained' : 'unknown'
}

/** Whether a selection takes everything, as far as can be told. An unknown selection counts as everything. */
function isWhole({ selection }: Selected): boolean {
  return selection === undefined || selection === 'everything'
}

function isList({ selection }: Selected): boolean {
  return selection === 'list' || selection === 'url list'
}

type Pattern = { name: string; isPrefix: boolean }

/** The names that a selection takes, as patterns. Undefined if they are unknown. */
function patternsIn({ selection, names }: Selected): Pattern[] | undefined {
  if (selection === 'everything') return [{ name: '', isPrefix: true }]
  if (names === undefined || names.length === 0) return undefined
  return names.map((name) => ({ name, isPrefix: selection === 'prefixes' || name.endsWith('/') }))
}

function coverAll(outer: readonly Pattern[], inner: readonly Pattern[]): boolean {
  return inner.every((one) => outer.some((other) => covers(other, one)))
}

function covers(outer: Pattern, inner: Pattern): boolean {
  if (outer.isPrefix) return inner.name.startsWith(outer.name)
  return !inner.isPrefix && inner.name === outer.name
}

/**
 * Reads a selection from a label that earlier versions of Ferry stored: "prefix logs/, changed after 2023-01-02 15:04
 * UTC". A label like "12 prefixes" has lost the names; an unreadable label gives an empty selection.
 */
export function selectedInLabel(label: string): Selected {
  const [, what = '', minute] = /^(.*?)(?:(?:^|, ?)changed after (.+) UTC)?$/s.exec(label) ?? []
  const since = minute === undefined ? Number.NaN : Date.parse(`${minute.replace(' ', 'T')}Z`)
  return { ...selectedIn(what), ...(Number.isNaN(since) ? {} : { since }) }
}

function selectedIn(label: string): Selected {
  if (label === 'whole bucket') return { selection: 'everything' }
  const [, noun, name = ''] = /^(URL list|list|prefix|folder|object) (.+)$/s.exec(label) ?? []
  if (noun === 'URL list') return { selection: 'url list', listFile: { key: name } }
  if (noun === 'list') return { selection: 'list', listFile: { key: name } }
  if (noun !== undefined) return { selection: noun === 'prefix' ? 'prefixes' : 'objects', names: [name] }
  const [, nouns] = /^\d+ (prefixes|folders|objects)$/.exec(label) ?? []
  return nouns === undefined ? {} : { selection: nouns === 'prefixes' ? 'prefixes' : 'objects' }
}
