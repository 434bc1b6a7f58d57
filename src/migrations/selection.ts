/** How the objects are named that a migration takes from its source. */
export const selections = ['everything', 'prefixes', 'objects', 'list', 'url list'] as const
export type Selection = (typeof selections)[number]

/** Which objects a migration takes. A field that is absent is not known. */
export type Selected = {
  selection?: Selection
  /** Prefixes or object names, as `selection` says. An object whose name ends in a slash is a folder with all that is in it. */
  names?: readonly string[]
  /** The file that names the objects or URLs; of a group, a folder of such files. */
  listFile?: { bucket?: string; key: string }
  /** Only objects changed since then, in epoch milliseconds. */
  since?: number
}

/**
 * How the objects of one migration relate to those of another from the same bucket. `unknown`: at least one of the two
 * does not tell its objects, so they may be the same.
 */
export type Relation = 'same' | 'contains' | 'contained' | 'overlaps' | 'unknown' | 'disjoint'

/** Whether the first one takes what the second one takes. */
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

/** A list names objects that only the cloud has read; a list of URLs names no objects of a bucket at all. */
function relateLists(first: Selected, second: Selected): Relation {
  if (first.selection !== second.selection) {
    return first.selection === 'url list' || second.selection === 'url list' ? 'unknown' : relateToWhole(first, second)
  }
  const [own, other] = [first.listFile, second.listFile]
  const isSameBucket = own?.bucket === undefined || other?.bucket === undefined || own.bucket === other.bucket
  return own !== undefined && own.key === other?.key && isSameBucket ? 'same' : 'unknown'
}

/** Where the names of one are not known, everything still contains them. */
function relateToWhole(first: Selected, second: Selected): Relation {
  if (first.selection === 'everything') return 'contains'
  return second.selection === 'everything' ? 'contained' : 'unknown'
}

/** What says nothing of a selection takes everything, as far as that can be told. */
function isWhole({ selection }: Selected): boolean {
  return selection === undefined || selection === 'everything'
}

function isList({ selection }: Selected): boolean {
  return selection === 'list' || selection === 'url list'
}

type Pattern = { name: string; isPrefix: boolean }

/** Undefined where the names are not known. */
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
 * Reads what earlier versions of Ferry stored: "prefix logs/, changed after 2023-01-02 15:04 UTC". Of "12 prefixes" the
 * names are lost; of what cannot be read, everything is.
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
