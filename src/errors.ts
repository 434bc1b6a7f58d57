import { failureListErrors } from './errors-of-failures.ts'
import { requestErrors } from './errors-of-requests.ts'
import { slackErrors } from './errors-of-slack.ts'
import { startErrors } from './errors-of-start.ts'
import { storeErrors } from './errors-of-store.ts'
import { slackRefusal } from './slack-causes.ts'

export { isKnownToSlackRefusals, slackRefusal } from './slack-causes.ts'

/**
 * An error that Ferry itself reports. All of them are data: adding an error is one row. `message` and `cause` are for
 * the log; `say()` is for Slack: what happened, then what to do next. Errors of the providers' own catalogues are
 * explained in `catalogue/`.
 */
export class AppError extends Error {
  readonly code: AppErrorCode
  readonly details: ErrorDetails

  constructor(code: AppErrorCode, details: ErrorDetails = {}, options: { cause?: unknown } = {}) {
    super(`${code}: ${fill(rows[code].what, details)}`, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }

  /** Who can fix the error. */
  get owner(): ErrorOwner {
    return rows[this.code].owner
  }
}

/** Details of an error. Plain values only, because they are printed. A secret must never be put here. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
export type ErrorOwner = 'user' | 'operator' | 'provider' | 'slack' | 'ferry'
export type AppErrorCode = keyof typeof rows
/** What a person reads about an error: plain text with `code` marks, to be escaped by the view that shows it. */
export type Saying = { what: string; next: string }

export function say(error: AppError): Saying {
  const row = rows[error.code]
  const details = error.code === 'slack_refused' ? explainedRefusal(error.details) : error.details
  return { what: fill(row.what, details), next: fill(row.next, details) }
}

export function isAppError<Code extends AppErrorCode>(error: unknown, ...codes: Code[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.some((code) => code === error.code))
}

const rows = {
  ...failureListErrors,
  ...requestErrors,
  ...slackErrors,
  ...startErrors,
  ...storeErrors,
  verb_unknown: {
    owner: 'user',
    what: 'Ferry does not know `{verb}`.{guess}',
    next: 'Type `/migrate help` to see what it can do.',
  },
  usage: { owner: 'user', what: '{problem}', next: 'Type it like this: `/migrate {usage}`' },
  ref_missing: {
    owner: 'user',
    what: 'Which migration? `{verb}` needs an id.',
    next: 'Type `/migrate list` and use an id from there, or just its first digits: `/migrate {verb} 1912…`',
  },
  migration_not_found: {
    owner: 'user',
    what: 'No migration matches `{ref}`{where}.{nearest}',
    next: 'Type `/migrate list` to see them all. A Huawei task is only visible in the region of its destination bucket.',
  },
  account_not_found: {
    owner: 'user',
    what: 'There is no account named `{account}` here.{known}',
    next: 'Type `/migrate accounts` to see the accounts, or `/migrate connect` to add one.',
  },
  account_none: {
    owner: 'user',
    what: 'No cloud account is connected yet.',
    next: 'Type `/migrate connect` to add the first one.',
  },
  cloud_unknown: {
    owner: 'user',
    what: '{provider} migrates from no cloud named `{cloud}`.{guess}',
    next: 'Type `/migrate browse {account}` to see which there are.',
  },
  storage_key_not_found: {
    owner: 'user',
    what: 'There is no storage key named `{key}` here.',
    next: 'Type `/migrate keys` to see them, or `/migrate keys add` to add one.',
  },
  action_impossible: {
    owner: 'user',
    what: '`{ref}` cannot be {action}{why}.',
    next: '{possible}',
  },
  statistics_none: {
    owner: 'user',
    what: '`{ref}` has no statistics over time.{kinds}',
    next: 'Type `/migrate status {ref}` to see how far it is.',
  },
  limits_unrepeatable: {
    owner: 'provider',
    what: '{provider} wants the bandwidth limits of `{ref}` again with a new priority, and those that it has now cannot be read or are none that it takes.',
    next: 'Its priority was left as it is. Set its limits with `/migrate limit {ref}`, then try again.',
  },
  action_running: {
    owner: 'user',
    what: 'The same request for `{ref}` is being carried out this moment.',
    next: 'Wait for its answer; nothing was sent twice.',
  },
  changed_meanwhile: {
    owner: 'user',
    what: 'Somebody saved a change to `{ref}` while this form was open. Nothing of yours is saved.',
    next: 'Open the form again to see it as it is now.',
  },
  channel_unusable: {
    owner: 'user',
    what: 'Ferry cannot post in {channel}.',
    next: 'Invite it there with `/invite @Ferry`, then try again.',
  },
  watch_not_found: {
    owner: 'user',
    what: '`{ref}` is not watched in this channel.',
    next: 'Type `/migrate watches` to see what is.',
  },
  secret_typed: {
    owner: 'user',
    what: 'That looks like a secret key, and Slack keeps what is typed. Ferry has not used it.',
    next: 'Take it as known to others: replace it in the cloud’s console. `/migrate connect` and `/migrate keys add` open forms that keep secrets out of the channel.',
  },
  stranger: {
    owner: 'user',
    what: 'Only members of this workspace can do that.',
    next: 'Ask somebody of the workspace that Ferry is installed in.',
  },
  not_allowed: {
    owner: 'user',
    what: 'You need the {needs} role{where}; you are {aRole}.',
    next: 'An admin of Ferry can give you the {needs} role{where}.',
  },
  guest_not_allowed: {
    owner: 'user',
    what: 'You need the {needs} role{where}, and guests can be operators at most.',
    next: 'Ask a full member of this workspace to do it.',
  },
  not_named: {
    owner: 'user',
    what: 'The approval policy says who may {act}, and you are not among them.',
    next: 'Ask one of them, or ask an admin of Ferry to name you.',
  },
  guest_named: {
    owner: 'user',
    what: 'The approval policy names you, but guests cannot approve or reject.',
    next: 'Ask a full member of this workspace to do it.',
  },
  rights_unknown: {
    owner: 'slack',
    what: 'Slack did not say who you are, so Ferry could not check what you may do. Nothing was done.',
    next: 'Try again in a minute.',
  },
  cdn_key_missing: {
    owner: 'user',
    what: 'The CDN of the source asks for an authentication key, and the storage key {key} has none.',
    next: 'Choose a storage key that has one, or add one with `/migrate keys add`.',
  },
  form_invalid: {
    owner: 'user',
    what: 'The form has an answer that cannot be used: {problem}',
    next: 'Correct it and send again.',
  },
  endpoint_refused: {
    owner: 'operator',
    what: 'The endpoint {host} is not allowed.',
    next: 'Whoever runs Ferry can add it to ENDPOINT_ALLOWLIST.',
  },
  config_invalid: { owner: 'operator', what: '{problems}', next: 'Correct the environment and start again.' },
  provider_refused: {
    owner: 'provider',
    what: '{provider} refused: {message}',
    next: 'Type `/migrate explain {code}` to read about it.',
  },
  provider_denied: {
    owner: 'user',
    what: '{provider} did not accept the credentials of account `{account}`.',
    next: 'Check them and connect the account again: `/migrate connect {account}`. Until then Ferry retries only occasionally: repeated failures can lock the key.',
  },
  clock_wrong: {
    owner: 'operator',
    what: 'The clock of the machine that runs Ferry is {offset} the clock of {provider}, which therefore refuses its requests.',
    next: 'Whoever runs Ferry has to set that clock right. The credentials of account `{account}` may well be in order.',
  },
  provider_throttled: {
    owner: 'provider',
    what: '{provider} is limiting requests right now.',
    next: 'Try again in a minute. Ferry keeps following watched migrations.',
  },
  provider_unreachable: {
    owner: 'provider',
    what: '{provider} does not answer{how}.',
    next: 'Nothing is known to have changed. Try again in a minute. Ferry keeps following watched migrations.',
  },
  provider_failed: {
    owner: 'provider',
    what: '{provider} answered with an error of its own{how}.',
    next: 'Nothing has changed. Try again in a minute. Ferry keeps following watched migrations.',
  },
  provider_outcome_unknown: {
    owner: 'provider',
    what: '{provider} did not confirm the request{how}. It may or may not have been carried out.',
    next: 'Look at its state with `/migrate status {ref}` before you repeat it.',
  },
  provider_nonsense: {
    owner: 'provider',
    what: '{provider} sent an answer that Ferry cannot read.',
    next: 'Try again in a minute. If it stays, whoever runs Ferry finds the details in the log.',
  },
  file_not_sent: {
    owner: 'slack',
    what: 'The file could not be sent. {reason}',
    next: 'Ferry does not try again by itself. When you are ready, type `/migrate {command}` once more.',
  },
  stopping: {
    owner: 'operator',
    what: 'Ferry is restarting and could not wait for the outcome. What you asked for may or may not have been done.',
    next: 'Look with `/migrate status` or `/migrate list` in a moment, and try again if it was not.',
  },
  unexpected: {
    owner: 'ferry',
    what: 'Something broke on our side (ref {reference}).',
    next: 'Try again. If it stays, give that reference to whoever runs Ferry: the log has it.',
  },
} as const satisfies Record<string, { owner: ErrorOwner; what: string; next: string }>

function explainedRefusal(details: ErrorDetails): ErrorDetails {
  const { what, next } = slackRefusal(String(details.reason ?? 'unknown'))
  return { ...details, cause: what, remedy: next }
}

function fill(template: string, details: ErrorDetails): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => worded(details[name]))
}

function worded(value: ErrorDetails[string]): string {
  return typeof value === 'object' ? value.join(', ') : String(value ?? '')
}
