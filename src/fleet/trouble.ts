import { explanationOf } from '../catalogue/explain-error.ts'
import { type AppError, type Saying, say } from '../errors.ts'
import type { Trouble } from '../store/store.ts'

/** Troubles that a person has to mend. All others may pass by themselves and are shown after some attempts. */
const forPeople = [
  'provider_denied',
  'clock_wrong',
  'account_not_found',
  'seal_unopenable',
  'record_unreadable',
  'migration_not_found',
  'account_elsewhere',
  'many_missing',
]
const patience = 3

/** Whether other migrations of the account may be read all the same. */
export function isOfOneMigration({ code, owner }: AppError): boolean {
  return code === 'migration_not_found' || (owner === 'provider' && code !== 'provider_throttled')
}

/** Counts failures in a row. */
export function troubleAfter(before: Trouble | undefined, error: AppError, now: number): Trouble {
  const { what, next } = sayingOf(error)
  return { code: error.code, what, next, since: before?.since ?? now, failures: (before?.failures ?? 0) + 1 }
}

/**
 * What a cloud refuses is explained from the catalogue, not echoed. Where it is the cloud's turn there is nothing to do:
 * the advice is for people who have just typed something.
 */
export function sayingOf(error: AppError): Saying {
  const explanation = explanationOf(error)
  if (explanation !== undefined) return { what: explanation.what, next: explanation.fix }
  const { what, next } = say(error)
  return { what, next: error.owner === 'provider' ? '' : next }
}

/** Whether the card should say so already, or the next tick may mend it. */
export function isWorthShowing({ code, failures }: Trouble): boolean {
  return isForPeople({ code }) || failures >= patience
}

/** Whether a person has to mend it. */
export function isForPeople({ code }: Pick<Trouble, 'code'>): boolean {
  return forPeople.includes(code)
}
