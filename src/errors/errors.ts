import { accountErrors } from './accounts.ts'
import { failureListErrors } from './failures.ts'
import { findingErrors } from './finding.ts'
import { meanwhileErrors } from './meanwhile.ts'
import { needlessErrors } from './needless.ts'
import { requestErrors } from './requests.ts'
import { retryErrors } from './retries.ts'
import { slackErrors } from './slack.ts'
import { slackRefusal } from './slack-causes.ts'
import { startErrors } from './start.ts'
import { storeErrors } from './store.ts'
import { typingErrors } from './typing.ts'

export { isKnownToSlackRefusals, isSameRefusal, slackRefusal } from './slack-causes.ts'

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
/** A button beside an error: its label, and the command that it types for the person. Details fill the command. */
export type ErrorChoice = { label: string; command: string; style?: 'primary' }
/** An error as a person reads it: plain text with `code` marks, to be escaped by the view that shows it. */
export type Saying = { what: string; next: string }

export function say(error: AppError): Saying {
  const row = rows[error.code]
  if (error.code === 'slack_refused') {
    const { what, next } = slackRefusal(String(error.details.reason ?? 'unknown'))
    return { what, next }
  }
  return { what: fill(row.what, error.details), next: fill(row.next, error.details) }
}

/** The buttons that lead on from an error. `spell` writes a detail as a word of a command. */
export function choicesOf({ code, details }: AppError, spell: (word: string) => string): ErrorChoice[] {
  const { choices = [] }: ErrorRow = rows[code]
  const spelled = (name: string) => (details[name] === undefined ? '' : spell(worded(details[name])))
  return choices.map((choice) => ({
    ...choice,
    command: choice.command.replaceAll(/\{(\w+)\}/g, (_, name: string) => spelled(name)),
  }))
}

export function isAppError<Code extends AppErrorCode>(error: unknown, ...codes: Code[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.some((code) => code === error.code))
}

const rows = {
  ...accountErrors,
  ...failureListErrors,
  ...findingErrors,
  ...meanwhileErrors,
  ...needlessErrors,
  ...requestErrors,
  ...retryErrors,
  ...slackErrors,
  ...startErrors,
  ...storeErrors,
  ...typingErrors,
  account_not_found: {
    owner: 'user',
    what: 'There is no account named `{account}` here.{known}',
    next: 'Type `/migrate accounts` to see the accounts, or `/migrate connect` to add one.',
  },
  account_none: {
    owner: 'user',
    what: 'No cloud account is connected yet.',
    next: 'Type `/migrate connect` to add the first one.',
    choices: [{ label: 'Connect an account', command: 'connect', style: 'primary' }],
  },
  cloud_unknown: {
    owner: 'user',
    what: '{provider} can’t migrate from a cloud named `{cloud}`.{guess}',
    next: 'Type `/migrate browse {account}` to see the clouds you can migrate from.',
  },
  storage_key_not_found: {
    owner: 'user',
    what: 'There is no storage key named `{key}` here.{guess}',
    next: 'Type `/migrate keys` to see them, or `/migrate keys add` to add one.',
    choices: [{ label: 'Storage keys', command: 'keys' }],
  },
  action_impossible: {
    owner: 'user',
    what: '`{ref}` cannot be {action}{why}.',
    next: '{possible}',
    choices: [{ label: 'Current state', command: 'status {ref}' }],
  },
  statistics_none: {
    owner: 'user',
    what: '`{ref}` has no statistics over time.{kinds}',
    next: 'Type `/migrate status {ref}` to see its progress.',
    choices: [{ label: 'Current state', command: 'status {ref}' }],
  },
  limits_unrepeatable: {
    owner: 'provider',
    what: '{provider} only changes the priority of `{ref}` together with its bandwidth limits, and Ferry can’t read the current limits or {provider} would reject them.',
    next: 'The priority has not changed. Set the limits with `/migrate limit {ref}`, then try again.',
  },
  channel_unusable: {
    owner: 'user',
    what: 'Ferry can’t post in {channel}.',
    next: 'Invite it there with `/invite @Ferry`, then try again.',
  },
  watch_not_found: {
    owner: 'user',
    what: '`{ref}` is not watched in {place}.',
    next: 'Type `/migrate watches` to see everything that is watched.',
  },
  stranger: {
    owner: 'user',
    what: 'Only members of this workspace can do that.',
    next: 'Ask a member of the workspace where Ferry is installed.',
  },
  not_allowed: {
    owner: 'user',
    what: 'You need the {needs} role{where}; you are {aRole}.',
    next: 'Ask a Ferry admin to give you the {needs} role{where}.',
  },
  guest_not_allowed: {
    owner: 'user',
    what: 'You need the {needs} role{where}, and guests can be operators at most.',
    next: 'Ask a full member of this workspace to do it.',
  },
  not_named: {
    owner: 'user',
    what: 'The approval policy lists who may {act}, and you are not on the list.',
    next: 'Ask one of them, or ask a Ferry admin to add you.',
  },
  guest_named: {
    owner: 'user',
    what: 'The approval policy lists you, but guests can’t approve or reject.',
    next: 'Ask a full member of this workspace to do it.',
  },
  rights_unknown: {
    owner: 'slack',
    what: 'Slack did not tell Ferry who you are, so Ferry could not check your permissions. Nothing was done.',
    next: 'Try again in a minute.',
  },
  cdn_key_missing: {
    owner: 'user',
    what: 'The source’s CDN requires an authentication key, and the storage key {key} has none.',
    next: 'Choose a storage key with a CDN authentication key, or add one with `/migrate keys add`.',
  },
  cdn_untold: {
    owner: 'user',
    what: 'The cloud does not say whether the source is read through a CDN that requires a key, and the storage key {key} has none.',
    next: 'Choose a storage key with a CDN authentication key. If there is no CDN, let the account list synchronization tasks, then try again.',
  },
  form_invalid: {
    owner: 'user',
    what: 'Ferry can’t use one of the answers in the form: {problem}',
    next: 'Correct it and submit the form again.',
  },
  endpoint_refused: {
    owner: 'operator',
    what: 'The endpoint {host} is not allowed.',
    next: 'Ask whoever runs Ferry to add it to ENDPOINT_ALLOWLIST.',
  },
  config_invalid: {
    owner: 'operator',
    what: '{problems}',
    next: 'Correct the environment variables and start Ferry again.',
  },
  provider_refused: {
    owner: 'provider',
    what: '{provider} refused the request: {message}',
    next: 'Type `/migrate explain {code}` to read about it.',
  },
  provider_denied: {
    owner: 'user',
    what: '{provider} did not accept the credentials of account `{account}`.',
    next: 'Check them and connect the account again: `/migrate connect {account}`. Until then Ferry retries only occasionally: repeated failures can lock the key.',
    choices: [{ label: 'Connect again', command: 'connect {account}' }],
  },
  clock_wrong: {
    owner: 'operator',
    what: 'The clock on Ferry’s machine is {offset} the clock of {provider}, so {provider} refuses Ferry’s requests.',
    next: 'Ask whoever runs Ferry to correct that clock. The credentials of account `{account}` are probably fine.',
  },
  provider_throttled: {
    owner: 'provider',
    what: '{provider} is rate-limiting requests right now.',
    next: 'Try again in a minute. Ferry keeps following watched migrations.',
  },
  provider_unreachable: {
    owner: 'provider',
    what: '{provider} is not responding{how}.',
    next: 'As far as Ferry knows, nothing has changed. Try again in a minute. Ferry keeps following watched migrations.',
  },
  provider_failed: {
    owner: 'provider',
    what: '{provider} had an internal error{how}.',
    next: 'Nothing has changed. Try again in a minute. Ferry keeps following watched migrations.',
  },
  provider_outcome_unknown: {
    owner: 'provider',
    what: '{provider} did not confirm the request{how}. It may or may not have been carried out.',
    next: 'Check the current state with `/migrate status {ref}` before you try again.',
    choices: [{ label: 'Current state', command: 'status {ref}' }],
  },
  provider_nonsense: {
    owner: 'provider',
    what: '{provider} sent an answer that Ferry can’t read.',
    next: 'Try again in a minute. If it keeps happening, ask whoever runs Ferry: the log has the details.',
  },
  file_not_sent: {
    owner: 'slack',
    what: 'The file could not be sent. {reason}',
    next: 'Ferry doesn’t retry on its own. When you are ready, type `/migrate {command}` again.',
  },
  stopping: {
    owner: 'operator',
    what: 'Ferry is restarting and could not wait for the result. Your request may or may not have gone through.',
    next: 'Check with `/migrate status` or `/migrate list` in a moment, and try again if it did not.',
  },
  unexpected: {
    owner: 'ferry',
    what: 'Something broke on our side.',
    next: 'Try again. If it keeps happening, give the reference below to whoever runs Ferry to look up in the log.',
  },
} as const satisfies Record<string, ErrorRow>

/** Who can fix an error, what happened, what to do next, and the buttons that lead on. */
type ErrorRow = { owner: ErrorOwner; what: string; next: string; choices?: readonly ErrorChoice[] }

function fill(template: string, details: ErrorDetails): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => worded(details[name]))
}

function worded(value: ErrorDetails[string]): string {
  return typeof value === 'object' ? value.join(', ') : String(value ?? '')
}
