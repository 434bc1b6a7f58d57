/** The meaning of a provider's error codes, in words that help. Pure data: `explain()` finds an entry and fills it. */
export type Entry = Meaning & {
  /** Every code with this meaning: `['OMS.0066', 'S3M.0066']`. A code stands in one entry only. */
  codes: readonly string[]
  /**
   * HTTP statuses documented for any of the codes; 200 means inside a task's answer. Empty if no status is documented.
   */
  statuses: readonly number[]
  /** Whether the provider's own message is always shown too, because it says more than the code. */
  quotes?: true
  /** The remedy where nobody has just asked for anything. By default `ongoing.ts` derives it from `fix` and `turn`. */
  ongoing?: string
  /** Something that Ferry can do about the error for people, if the cloud allows it. */
  remedy?: Remedy
  /** The thing that the error is about, where `turn` does not tell. */
  about?: About
  /** The same event as in `what`, of several migrations with different buckets or accounts. */
  several?: string
  /** Narrower meanings of the code for messages that say more. The first case that matches counts. */
  cases?: readonly Case[]
}

/**
 * An error's meaning and its remedy. `what` and `fix` are plain text with `code` marks; the view that shows them
 * escapes them.
 */
export type Meaning = {
  /** The event in one short sentence. */
  what: string
  /** The remedy in one to three short sentences, in the imperative. */
  fix: string
  turn: Turn
  retry: Retry
  severity: Severity
}

export type Remedy = 'accept privacy statement' | 'limit speed'

/**
 * A narrower meaning for certain messages. It replaces the parts that it names. Groups captured by `says` fill `{0}`,
 * `{1}` in `what` and `fix`.
 */
export type Case = Partial<Meaning> & { says: RegExp }

/** The thing that an explanation speaks of: the source bucket, the destination bucket or the account. */
export type About = 'source' | 'target' | 'account'

/** Whose turn it is to act. */
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
 * Whether trying again helps, and how. It decides the buttons of a failure message. The first five are about a
 * migration that failed; `repeat later` and `none` are about a refused request, which works later or never.
 */
export const retries = [
  'failed objects',
  'restart',
  'restart with new keys',
  'new migration',
  /** Restart if what was around it has been fixed; a new migration if it was set up wrong. */
  'restart or new migration',
  'repeat later',
  'none',
  /** For codes that Ferry does not know. */
  'unknown',
] as const
export type Retry = (typeof retries)[number]

/**
 * How serious an error is. `notice`: nothing is wrong with the migration. `warning`: it went on, ended with a flaw, or
 * the trouble passes by itself. `failure`: it stopped, or the request was not carried out.
 */
export type Severity = 'notice' | 'warning' | 'failure'
