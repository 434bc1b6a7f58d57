import { ongoingAdvice, quoteBriefly, supportAdvice } from '../catalogue/explain.ts'
import { explanationOf } from '../catalogue/explain-error.ts'
import { defined } from '../defined.ts'
import { AppError, type ErrorDetails, type Saying, say } from '../errors/errors.ts'
import type { CloudWords } from '../migrations/trouble.ts'
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

/**
 * Counts failures in a row. What the cloud says can differ at each call, as request ids do: its words about the first
 * failure stay, and so does the card that shows them.
 */
export function troubleAfter(before: Trouble | undefined, error: AppError, now: number): Trouble {
  const since = before?.since ?? now
  const trouble = { code: error.code, ...sayingOf(error), since, failures: (before?.failures ?? 0) + 1 }
  if (before?.cloud === undefined || !isSameTrouble(before, trouble)) return trouble
  const { what, next, cloud } = before
  return { ...trouble, what, next, cloud }
}

/** Whether two troubles have the same cause. Only a refusal's code tells one cause from another. */
export function isSameTrouble(one: Trouble | undefined, other: Trouble | undefined): boolean {
  if (one?.code !== other?.code) return false
  const isRefusal = one?.code === 'provider_refused' || one?.code === 'provider_denied'
  return !isRefusal || one?.cloud?.code === other?.cloud?.code
}

/**
 * Words of a card or notice about an error that Ferry met by itself. It speaks to people who have not just typed
 * anything, so where it is the cloud's turn there is nothing to do. The cloud's own words come with it.
 */
export function sayingOf(error: AppError): Saying & Pick<Trouble, 'cloud'> {
  const cloud = cloudWordsOf(error)
  const hasRequestId = cloud?.requestId !== undefined
  const explanation = explanationOf(error)
  if (explanation !== undefined) {
    const next = ongoingAdvice({ ...explanation, hasRequestId })
    return { what: explanation.what, next, ...defined({ cloud }) }
  }
  const { what, next } = say(error.code === 'provider_failed' ? withoutWords(error) : error)
  const isClouds = error.owner === 'provider'
  const support = error.code === 'provider_failed' && hasRequestId ? supportAdvice(hasRequestId) : ''
  return { what, next: isClouds ? support : next, ...defined({ cloud }) }
}

/** The error of a broken cloud with its code alone: the message is shown beside it. */
function withoutWords({ code, details }: AppError): AppError {
  const name = quoteBriefly(String(details.code ?? ''))
  const how = name.startsWith('HTTP.') ? ` (HTTP status ${name.slice(5)})` : ` (\`${name}\`)`
  return new AppError(code, { ...details, how: name === '' ? '' : how })
}

/** The cloud's own words in an error. Undefined if there are none, or no cloud was asked. */
function cloudWordsOf({ code: ours, details }: AppError): CloudWords | undefined {
  if (!ours.startsWith('provider_')) return undefined
  const { code, message, detail, requestId } = details
  const said = quoted(message)
  const words = defined({
    code: quoted(code),
    // Ferry's client writes this if an answer has no message.
    message: said === `HTTP status ${details.status}` ? undefined : said,
    detail: said?.includes(quoted(detail) ?? '') ? undefined : quoted(detail),
    requestId: quoted(requestId),
  })
  return Object.keys(words).length === 0 ? undefined : words
}

function quoted(text: ErrorDetails[string]): string | undefined {
  return text === undefined ? undefined : quoteBriefly(String(text)) || undefined
}

/** Whether the card should say so already, or the next tick may mend it. */
export function isWorthShowing({ code, failures }: Trouble): boolean {
  return isForPeople({ code }) || failures >= patience
}

/** Whether a person has to mend it. */
export function isForPeople({ code }: Pick<Trouble, 'code'>): boolean {
  return forPeople.includes(code)
}
