import type { Clock } from '../clock.ts'
import type { Gates } from '../gates.ts'
import type { Json } from './json.ts'
import type { Manifest } from './manifest.ts'
import type { Block, Call, Channel, FaultRequest, Message, User } from './protocol.ts'
import type { UserGroupSeed, WorldSeed } from './settings.ts'

export type Team = {
  id: string
  name: string
  domain: string
  bot_user_id: string
  bot_id: string
  /** The organisation that the workspace belongs to. */
  enterprise_id?: string | undefined
}
export type TeamChannel = Channel & { team_id: string; created: number }
export type Option = Json & { value: string }

/** The app in one workspace, or in all of an organisation. Its token decides which workspace a call speaks of. */
export type Install = {
  /** The organisation's id where it is one for all its workspaces. */
  team_id: string
  is_enterprise_install?: boolean
  bot_token: string
  scopes: string[]
  installer_id: string
  refresh_token: string
  /** Tokens of an app that rotates them live for 12 hours. */
  expires_at?: number
}

/** A person's act, which lets the app open one modal within three seconds. */
export type Trigger = {
  team_id: string
  user_id: string
  channel_id?: string | undefined
  createdAt: number
  isUsed: boolean
}

/** Block id → action id → what Slack reports in `state.values`. */
export type ViewValues = Record<string, Record<string, Json>>

/** A modal on a person's screen or a published home tab, with what is filled in so far. */
export type OpenView = {
  id: string
  team_id: string
  user_id: string
  payload: Json & { type: 'modal' | 'home'; blocks: Block[] }
  hash: string
  root_view_id: string
  previous_view_id?: string | undefined
  /** The conversation in which the modal was asked for. */
  channel_id?: string | undefined
  values: ViewValues
}

export type ResponseUrl = {
  team_id: string
  user_id: string
  channel_id: string
  createdAt: number
  uses: number
  /** The message whose element was used; a slash command has none. */
  message_ts?: string | undefined
  /** What was last posted by it. */
  answered_ts?: string | undefined
}

export type StoredFile = {
  id: string
  team_id: string
  name: string
  title: string
  alt_text?: string | undefined
  mimetype: string
  content?: Buffer
  /** Its upload was ended, so it can be neither sent nor shared again. */
  is_complete?: boolean
  created: number
}

/** An event as it went out, kept so that control can deliver it again under the same id. */
export type SentEvent = { event_id: string; payload: Json; attempts: number; acknowledged: boolean; reason: string }

/** What a message or view looked like before it changed; whoever has not been shown the change still acts on that. */
export type Earlier = { version: string; blocks: Block[] }

/**
 * What becomes of `replace_original` in the answer to a slash command, of which Slack's documents say nothing: a message
 * more, the place of the answer before, or a refusal.
 */
export type CommandReplies = 'added' | 'replaced' | 'refused'

/** Everything the local Slack knows, plain data; a test may read it directly. */
export type World = {
  seed: WorldSeed
  /** The app's manifest as it is saved now. */
  manifest: Manifest
  clock: Clock
  /** Base URL of the running server, without a slash at the end. */
  origin: string
  revision: number
  serial: number
  lastMicros: number
  teams: Map<string, Team>
  /** Enterprise organisations, which look like teams without channels. */
  organisations: Map<string, Team>
  /** By the id of a team or an organisation. */
  installs: Map<string, Install>
  /** Tokens that worked once → the error they now get. */
  deadTokens: Map<string, string>
  /** OAuth codes not yet exchanged → what was agreed to. */
  codes: Map<string, { team_id: string; user_id: string; scopes: string[] }>
  users: Map<string, User>
  userGroups: UserGroupSeed[]
  channels: Map<string, TeamChannel>
  /** By channel id, oldest first. */
  messages: Map<string, Message[]>
  /** By `channel/ts`: `name:user` of each reaction. */
  reactions: Map<string, Set<string>>
  /** By user id, the topmost last. */
  modals: Map<string, OpenView[]>
  /** By `team/user`. */
  homes: Map<string, OpenView>
  /** By `channel/ts` or view id, oldest first. */
  earlier: Map<string, Earlier[]>
  triggers: Map<string, Trigger>
  responseUrls: Map<string, ResponseUrl>
  files: Map<string, StoredFile>
  /** By `container/action_id`: what an external select offered last. */
  suggestions: Map<string, Option[]>
  sentEvents: SentEvent[]
  calls: Call[]
  faults: FaultRequest[]
  gates: Gates
  commandReplies: CommandReplies
  /** Called after whatever happens; where nobody sees a difference, with the same revision again. */
  watchers: Set<(revision: number) => void>
  triggerLifeMs: number
}

/** To be called after every change a person could see. */
export function changed(world: World): void {
  world.revision += 1
  noticed(world)
}

/** To be called after everything else that happens. */
export function noticed(world: World): void {
  for (const watcher of world.watchers) watcher(world.revision)
}

/** Slack's message time: seconds, a dot, six digits; it never repeats nor runs back. */
export function nextTs(world: World): string {
  world.lastMicros = Math.max(world.lastMicros + 1, world.clock.now() * 1000)
  const digits = String(world.lastMicros).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

/** A fresh id such as `V0000001A`. */
export function nextId(world: World, prefix: string): string {
  world.serial += 1
  return `${prefix}${world.serial.toString(36).toUpperCase().padStart(8, '0')}`
}

export function nowSeconds(world: World): number {
  return Math.floor(world.clock.now() / 1000)
}
