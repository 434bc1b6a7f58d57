/** What a provider's error codes mean, in words that help. Pure data; `explain()` finds and fills it. */
export type Entry = Meaning & {
  /** Every code with this meaning: `['OMS.0066', 'S3M.0066']`. A code stands in one entry only. */
  codes: readonly string[]
  /** HTTP statuses with which any of the codes is documented; 200 means inside a task's answer. Empty: none is. */
  statuses: readonly number[]
  /** The provider's own message tells more than the code does, so it is always shown too. */
  quotes?: true
  /** What Ferry can do about it for people, where the cloud lets it. */
  remedy?: Remedy
  /** What the same code means when the provider's message says more; the first that matches counts. */
  cases?: readonly Case[]
}

/** `what` and `fix` are plain text with `code` marks, to be escaped by the view that shows them. */
export type Meaning = {
  /** What happened, one short sentence. */
  what: string
  /** What to do, one to three short sentences in the imperative. */
  fix: string
  turn: Turn
  retry: Retry
  severity: Severity
}

export type Remedy = 'accept privacy statement'

/** Replaces what it names. Groups captured by `says` fill `{0}`, `{1}` in `what` and `fix`. */
export type Case = Partial<Meaning> & { says: RegExp }

/** Whose turn it is. */
export const turns = [
  'source keys',
  'target keys',
  'source',
  'target',
  'account',
  'request',
  'provider',
  'operator',
  'wait',
] as const
export type Turn = (typeof turns)[number]

/**
 * Whether trying again helps, and how; decides the buttons of a failure message. The first four are about a migration
 * that failed, `repeat later` and `none` about a request that was refused: the same one works later, or never will.
 */
export const retries = [
  'failed objects',
  'restart',
  'restart with new keys',
  'new migration',
  'repeat later',
  'none',
  /** Only of codes that Ferry does not know. */
  'unknown',
] as const
export type Retry = (typeof retries)[number]

/**
 * `notice`: nothing is wrong with the migration. `warning`: it went on, ended with a flaw, or the trouble passes by
 * itself. `failure`: it stopped, or what was asked for was not done.
 */
export type Severity = 'notice' | 'warning' | 'failure'
