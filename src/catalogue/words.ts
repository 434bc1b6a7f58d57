import type { Retry, Turn } from './entry.ts'

/** Whose turn it is, as an on-call engineer would say it. */
export function wordsForTurn(turn: Turn): string {
  return turnWords[turn]
}

/** Whose turn it is if several buckets, keys or accounts are concerned. */
export function wordsForEachTurn(turn: Turn): string {
  return eachTurnWords[turn] ?? turnWords[turn]
}

/** Whether trying again helps, as one short sentence without a full stop. */
export function wordsForRetry(retry: Retry): string {
  return retryWords[retry]
}

const turnWords: Record<Turn, string> = {
  'source keys': 'The owner of the source keys',
  'target keys': 'The owner of the destination keys',
  source: 'The owner of the source bucket',
  target: 'The owner of the destination bucket',
  account: 'An admin of the cloud account',
  request: 'The person who requested this migration',
  provider: 'The cloud’s support team',
  operator: 'The person who runs Ferry',
  wait: 'Nobody: it just takes time',
}

const eachTurnWords: Partial<Record<Turn, string>> = {
  'source keys': 'The owner of each source key',
  'target keys': 'The owner of each destination key',
  source: 'The owner of each source bucket',
  target: 'The owner of each destination bucket',
  account: 'An admin of each cloud account',
}

const retryWords: Record<Retry, string> = {
  'failed objects': 'Retry only the objects that failed',
  restart: 'Restart it with the same keys',
  'restart with new keys': 'Restart it with a different key',
  'new migration': 'It can’t continue; create a new migration',
  'restart or new migration': 'Restart it once the cause is fixed; if it was set up wrong, create a new migration',
  'repeat later': 'You can send the same request again later',
  none: 'Sending it again unchanged won’t help',
  unknown: 'Ferry can’t tell whether trying again helps',
}
