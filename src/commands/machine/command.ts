import type { AuditSurface } from '../../access/audit.ts'
import type { People } from '../../access/people.ts'
import type { Role } from '../../access/roles.ts'
import type { Matter } from '../../approvals/policy.ts'
import type { Clock } from '../../async/clock.ts'
import type { Trace } from '../../async/trace.ts'
import type { AppError } from '../../errors/errors.ts'
import type { FleetReader } from '../../fleet/reader.ts'
import type { Connection, Provider } from '../../providers/provider.ts'
import type { Account, Claim, WorkspaceStore } from '../../store/store.ts'
import type { Choice } from '../../views/blocks/elements.ts'
import type { Message, Modal } from '../../views/blocks/message.ts'
import type { CreatePage } from '../../views/create/create-page.ts'
import type { MigrationChoice } from '../../views/list/choice.ts'
import type { Finding } from '../../views/page/doctor.ts'
import type { HelpLine } from '../../views/page/help.ts'
import type { Question } from './question.ts'

/**
 * One verb of `/migrate`, each in a file of its own. Help and suggestions for misspelled verbs come from these fields.
 * `run` throws AppError for everything that the person should be told; the dispatcher turns it into a reply.
 */
export type Command = HelpLine & {
  /** Other words that people type for the verb. */
  aliases?: readonly string[]
  /** Whether only the person who asks sees the answer, even if they asked to share it. */
  isPrivate?: boolean
  /** The words after the verb that it takes. Others are refused before it runs. Can depend on what was typed. */
  takes: Taken | ((typed: Pick<Invocation, 'words' | 'flags'>) => Taken)
  /** The options that it takes, besides `--share` and `--page`. */
  options?: readonly FlagName[]
  /** The least role or part that the command needs. Can depend on the invocation. */
  needs: Needs | ((invocation: Invocation) => Needs)
  /** Whether a role for one account only is not enough. Can depend on the invocation. */
  concernsAll?: boolean | ((invocation: Invocation) => boolean)
  /**
   * Whether the command answers with a form. If so, a form is opened before Slack's three seconds are over. Asks no
   * cloud.
   */
  opensForm?(invocation: Invocation, tools: FormTools): boolean | Promise<boolean>
  run(invocation: Invocation, tools: Tools): Promise<Reply>
  /** Suggests answers to one question of the command's form while somebody types; at most 100. */
  suggest?(invocation: Invocation, asked: Suggesting, tools: Tools): Promise<readonly Suggestion[]>
  /** Whether the command would change nothing, so that no button offers it. Asks no cloud. */
  isDoneAlready?(invocation: Invocation, tools: Pick<Tools, 'store' | 'providers'>): Promise<boolean>
  /** The command's text that answers a question which somebody typed in place of a verb. Undefined for all others. */
  answersTo?(question: Question): string | undefined
  /** Ways on for the person if the command was refused. */
  waysOut?(invocation: Invocation, error: AppError): readonly Choice[]
}

/**
 * The words that a command takes: so many of them and perhaps a channel, or free text, in which people may write what
 * looks like an option. `any`: the command gives each word a meaning, and refuses those for which it has none.
 */
export type Taken = { most: number | 'any'; channel?: true } | 'text'

/** A condition for acting: a role, or the right to request migrations or to decide about one. */
export type Needs = Role | Part
/** A right that a role gives, unless the approval policy names the people who have it. */
export type Part = { to: 'request' } | { to: 'decide'; about: Matter }

/** Commands that people think of together, for the help. Posted messages may still name it by one of `oldNames`. */
export type Topic = { name: string; oldNames?: readonly string[]; title: string; commands: readonly Command[] }

/** A command as a person gave it: typed, by a button or in a form. */
export type Invocation = {
  /** The words after the verb. */
  words: readonly string[]
  flags: Flags
  /** The whole text as it arrived, for names that must be taken exactly. */
  typed: string
  /** A form's answers by question. Absent until the form has been sent. */
  answers?: Answers
  /** Answers in a form that is not sent yet, in which a button was pressed. */
  entered?: Answers
  /** The options of that form’s own command, which hold what it carries. */
  carried?: Flags
  /** Names of the questions in the form, answered or not. */
  asked?: readonly string[]
  origin: Origin
}

/** A question by name, and what somebody has typed there so far. */
export type Suggesting = { question: string; typed: string }
export type Suggestion = { value: string; label: string }

/** Every option of every command. A `value` takes the next word, a `switch` takes none. */
export const flagKinds = {
  page: 'value',
  group: 'value',
  /** Source or destination bucket of the members of a group that are meant. */
  from: 'value',
  to: 'value',
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
  /** A synchronization task whose runs are listed. */
  sync: 'value',
  /** Fingerprint of what a form began with, to notice that somebody else has changed it since. */
  seen: 'value',
  hash: 'value',
  /** Key of the warnings that somebody saw who approves a request. */
  warned: 'value',
  draft: 'value',
  step: 'value',
  /** Stricter rules of an approval policy that is not saved yet. */
  rules: 'value',
  like: 'value',
  edit: 'value',
  again: 'value',
  names: 'value',
  /** Marks of the migrations that a question named, so that its answer acts on no others. */
  of: 'value',
  /** How a channel has people called about a migration. */
  call: 'value',
  yes: 'switch',
  /** A form with what was typed already in it, instead of doing it at once. */
  form: 'switch',
  share: 'switch',
  /** Ends a watch that somebody else made. */
  theirs: 'switch',
  'failed-only': 'switch',
  /** Also shows details that only a support or a check needs, such as hashes and the cloud's ids of calls. */
  details: 'switch',
  /** The button was pressed on a card that the poller keeps up to date. */
  live: 'switch',
  'break-glass': 'switch',
} as const
export type FlagName = keyof typeof flagKinds

export function isFlag(name: string): name is FlagName {
  return Object.hasOwn(flagKinds, name)
}

export type Flags = Readonly<Partial<Record<FlagName, string>>>
export type Answers = Readonly<Record<string, string>>

export type Origin = {
  workspace: string
  /** Slack user id. */
  user: string
  channel?: string
  /** Time stamp of the first message of the thread in which the person is. */
  thread?: string
  /** Text of the message on which the person used a shortcut. */
  quoted?: string
  /** Whether the person belongs to another organization, through Slack Connect. */
  isStranger: boolean
  /**
   * Whether the interaction does not prove that the person is a member, so that Slack is asked before anything is
   * shown.
   */
  isMembershipOpen?: boolean
  door: Exclude<AuditSurface, 'ferry'>
}

/** A newer version of an answer. `isNews`: it says something else, so that it is worth a place of its own. */
export type Later = { message: Message; isNews: boolean }

/** The answer of a command. A choice and a page are data, which `draw` turns into blocks when the command has ended. */
export type Reply =
  | DrawnReply
  /** Several migrations fit: nothing is done until the person has chosen. */
  | { type: 'choice'; choice: MigrationChoice }
  /** A page of the form for a new migration. */
  | { type: 'page'; page: CreatePage }

export type DrawnReply =
  /**
   * A message for the person alone, unless they asked to share it. `later`: what is to take its place, once that is
   * known.
   */
  | { type: 'message'; message: Message; later?: () => Promise<Later | undefined> }
  /** `command`: what opens the form elsewhere, if it is not what was typed. */
  | { type: 'form'; modal: Modal; command?: string }
  /** Problems with a form's answers, by question. */
  | { type: 'form problems'; problems: Readonly<Record<string, string>> }
  /** A form is done: any message that answers one. `reopen` is the command of a form below it that is drawn again. */
  | { type: 'form done'; message: Message; reopen?: string }

/** Everything that commands work with. Each command takes only the parts that it uses. */
export type Tools = People & {
  store: WorkspaceStore
  topics: readonly Topic[]
  providers: readonly Provider[]
  /** Makes the client of an account of this workspace. Makes no call. */
  connect(account: Account): Connection
  /** Whether an endpoint that somebody typed may be called. */
  isEndpointAllowed(host: string): boolean
  /** Whether Ferry may post in a channel. */
  canPost(channel: string): Promise<boolean>
  /** The known migrations of the workspace. Asks no cloud. */
  fleet: FleetReader
  /** Has an account read now instead of in the next round, including this migration. Returns at once. */
  lookNow(account: string, migrationId?: string): void
  /** Has all that moves in these accounts read now, unless Ferry leaves them alone. Returns at once. */
  lookAround(accounts: readonly string[]): void
  /**
   * Has a test message sent to a channel, written down as sent at this time, in epoch milliseconds. Returns at once.
   */
  tryOut(trial: { channel: string; by: string; at: number }): void
  /** Notes that Ferry has deleted a migration, so that it counts as gone as soon as the cloud does not find it. */
  noteDeleted(account: string, migrationId: string): void
  /** Shows what has become of a request and does what follows from it. Returns at once. */
  attend(requestId: string): void
  /** Reads a list once for everybody who asks within a minute. A failure is remembered too. */
  recall(key: string, read: () => Promise<readonly Suggestion[]>): Promise<readonly Suggestion[]>
  claim(key: string, ttlMs: number): Promise<Claim | undefined>
  clock: Clock
  /** Records how long work takes. Absent while traces are off. */
  trace?: Trace
  /**
   * Sends a person a file and resolves to their conversation with Ferry. Throws AppError slack_refused,
   * slack_rate_limited or slack_unreachable if nobody sees the file, slack_outcome_unknown if nobody knows.
   */
  sendFile(file: OutgoingFile): Promise<string>
  /** How this process of Ferry stands towards the workspace. Asks Slack about the token. */
  examine(): Promise<readonly Finding[]>
  /** Shows progress while `run` goes on. The reply replaces it. */
  showMeanwhile(message: Message): Promise<void>
}

/** The tools with which a command decides whether it answers with a form. */
export type FormTools = Omit<Tools, 'showMeanwhile'>

export type OutgoingFile = {
  /** Content of the file. Never empty, because Slack refuses empty files. */
  content: Uint8Array<ArrayBuffer>
  /** Media type, such as `text/csv`. */
  mediaType: string
  fileName: string
  /** mrkdwn shown above the file. */
  comment: string
  user: string
}
