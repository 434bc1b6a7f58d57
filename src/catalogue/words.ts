import type { Retry, Turn } from './entry.ts'

/** Whose turn it is, as an on-call engineer would say it. */
export function wordsForTurn(turn: Turn): string {
  return turnWords[turn]
}

/** Whether trying again helps, as one short sentence without a full stop. */
export function wordsForRetry(retry: Retry): string {
  return retryWords[retry]
}

const turnWords: Record<Turn, string> = {
  'source keys': 'Whoever owns the source keys',
  'target keys': 'Whoever owns the destination keys',
  source: 'Whoever looks after the source bucket',
  target: 'Whoever looks after the destination bucket',
  account: 'Whoever looks after the cloud account',
  request: 'Whoever asked for this migration',
  provider: 'The cloud’s support',
  operator: 'Whoever runs Ferry',
  wait: 'Nobody: it only takes time',
}

const retryWords: Record<Retry, string> = {
  'failed objects': 'Repeat only the objects that failed',
  restart: 'Restart it with the same keys',
  'restart with new keys': 'Restart it with another key',
  'new migration': 'It cannot go on as it is; create a new migration',
  'repeat later': 'The same request can be sent again later',
  none: 'Repeating it unchanged does not help',
  unknown: 'Ferry cannot tell whether trying again helps',
}
