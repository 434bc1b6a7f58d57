import type { AuditSurface } from '../access/audit.ts'
import type { PersonKind, Role, Standing } from '../access/roles.ts'
import type { Matter } from '../approvals/policy.ts'
import type { Clock } from '../clock.ts'
import type { AppError } from '../errors.ts'
import type { Connection, Provider } from '../providers/provider.ts'
import type { Account, Claim, WorkspaceStore } from '../store/store.ts'
import type { Choice } from '../views/elements.ts'
import type { HelpLine } from '../views/help.ts'
import type { Message, Modal } from '../views/message.ts'

/**
 * One verb of `/migrate`. A file each; help and did-you-mean come from these fields.
 * `run` throws AppError for everything that a person should be told; the dispatcher turns it into a reply.
 */
export type Command = HelpLine & {
  /** Other words that people type for it. */
  aliases?: readonly string[]
  /** Its answer is for nobody else, whatever was typed. */
  isPrivate?: boolean
  /** What it takes at least, by what exactly is asked for where that makes a difference. */
  needs: Needs | ((invocation: Invocation) => Needs)
  /** A role for one account only is not enough for it, or for what exactly is asked for. */
  concernsAll?: boolean | ((invocation: Invocation) => boolean)
  /** Answers with a form, so that the door opens one before Slack's three seconds are over. */
  opensForm?(invocation: Invocation): boolean
  run(invocation: Invocation, tools: Tools): Promise<Reply>
  /** What can be chosen at one question of its form, while somebody types; at most 100. */
  suggest?(invocation: Invocation, asked: Suggesting, tools: Tools): Promise<readonly Suggestion[]>
  /** What it is for is the case already: no button offers it then. Asks no cloud. */
  isDoneAlready?(invocation: Invocation, tools: Pick<Tools, 'store'>): Promise<boolean>
  /** Where people can go from here when it was refused. */
  waysOut?(invocation: Invocation, error: AppError): readonly Choice[]
}

/** What it takes to do something: a role, or to be one of those who ask for migrations or decide about one. */
export type Needs = Role | Part
/** A part that a role gives, unless the approval policy names those who have it. */
export type Part = { to: 'ask' } | { to: 'decide'; about: Matter }

/** Commands that belong together for people. */
export type Topic = { name: string; title: string; commands: readonly Command[] }

/** What a person asked for, through whichever door. */
export type Invocation = {
  /** What follows the verb. */
  words: readonly string[]
  flags: Flags
  /** All of it as it came, for names that must be taken as they are. */
  typed: string
  /** A form's answers by question; absent until the form has been filled in. */
  answers?: Answers
  /** What stands in the form in which a button was pressed, not sent yet. */
  entered?: Answers
  /** Names of the questions that the form asks, answered or not. */
  asked?: readonly string[]
  origin: Origin
}

/** A question by its name, and what has been typed there so far. */
export type Suggesting = { question: string; typed: string }
export type Suggestion = { value: string; label: string }

/** Every option of every command: a `value` takes the next word, a `switch` none. */
export const flagKinds = {
  page: 'value',
  group: 'value',
  source: 'value',
  target: 'value',
  for: 'value',
  key: 'value',
  after: 'value',
  region: 'value',
  cdn: 'value',
  'app-id': 'value',
  auth: 'value',
  /** Options of a new migration. */
  name: 'value',
  description: 'value',
  overwrite: 'value',
  check: 'value',
  'storage-class': 'value',
  priority: 'value',
  since: 'value',
  limit: 'value',
  /** What a form was opened over, for noticing that somebody else has changed it meanwhile. */
  seen: 'value',
  hash: 'value',
  draft: 'value',
  step: 'value',
  like: 'value',
  edit: 'value',
  again: 'value',
  names: 'value',
  yes: 'switch',
  share: 'switch',
  'failed-only': 'switch',
  /** Pressed on a card that the poller keeps up to date. */
  live: 'switch',
  'break-glass': 'switch',
} as const
export type FlagName = keyof typeof flagKinds
export type Flags = Readonly<Partial<Record<FlagName, string>>>
export type Answers = Readonly<Record<string, string>>

export type Origin = {
  workspace: string
  /** Slack user id. */
  user: string
  channel?: string
  /** The thread in which Ferry was mentioned, by the time stamp of its first message. */
  thread?: string
  /** From another organisation, through Slack Connect. */
  isStranger: boolean
  /** What they sent does not prove that they are a member: Slack is asked before anything is shown. */
  isMembershipOpen?: boolean
  door: Exclude<AuditSurface, 'ferry'>
}

export type Reply =
  /** For the person alone, unless they asked to share it. */
  | { type: 'message'; message: Message }
  | { type: 'form'; modal: Modal }
  /** The form's answers can't be used; keyed by question. */
  | { type: 'form problems'; problems: Readonly<Record<string, string>> }
  /** The form is done; `reopen` is a form below it that shall be drawn again. */
  | { type: 'form done'; message: Message; reopen?: string }

/** What commands work with; each takes only what it uses. */
export type Tools = {
  store: WorkspaceStore
  topics: readonly Topic[]
  providers: readonly Provider[]
  /** A client of an account of this workspace. Makes no call. */
  connect(account: Account): Connection
  /** Whether an endpoint that somebody typed may be called. */
  isEndpointAllowed(host: string): boolean
  /** Whether Ferry may post in a channel. */
  canPost(channel: string): Promise<boolean>
  /** Asks the poller to look at an account now instead of at the next tick, and at this migration in any case. */
  lookNow(account: string, migrationId?: string): void
  /** Shows what has become of a request, and does what follows from it. Returns at once. */
  attend(requestId: string): void
  /** Reads a list once for everybody who asks within a minute; a failure counts as read. */
  recall(key: string, read: () => Promise<readonly Suggestion[]>): Promise<readonly Suggestion[]>
  claim(key: string, ttlMs: number): Promise<Claim | undefined>
  /**
   * Who somebody is now. `isFresh` asks Slack again, whatever is remembered; `isOldFine` takes what it said within a day
   * while it does not answer.
   */
  standingOf(
    user: string,
    asked: { groups: readonly string[]; isFresh?: boolean; isOldFine?: boolean },
  ): Promise<Standing>
  /** What somebody is, for naming people. Throws rights_unknown when Slack does not say. */
  kindOf(user: string, asked?: { isFresh?: boolean }): Promise<PersonKind>
  /** Who is in a user group now; nobody in one that is not there. Throws rights_unknown when Slack does not say. */
  membersOf(group: string, asked?: { isFresh?: boolean }): Promise<readonly string[]>
  /** Those who are admins whatever the grants say. */
  firstAdmins(): Promise<readonly string[]>
  clock: Clock
  /**
   * Sends somebody a file and resolves to their conversation with Ferry. Throws AppError slack_refused, slack_rate_limited or
   * slack_unreachable when nobody sees it, slack_outcome_unknown when nobody knows.
   */
  sendFile(file: OutgoingFile): Promise<string>
  /** Shows how things stand while `run` goes on; the reply replaces it. */
  showMeanwhile(message: Message): Promise<void>
}

export type OutgoingFile = {
  /** Never empty: Slack refuses that. */
  content: Uint8Array<ArrayBuffer>
  /** As in `text/csv`. */
  mediaType: string
  fileName: string
  /** mrkdwn above the file. */
  comment: string
  user: string
}
