import type { Clock } from '../clock.ts'
import type { Gates } from '../gates.ts'
import type { Json } from './json.ts'
import type { Manifest } from './manifest.ts'
import type { Block, Call, Channel, FaultRequest, Message, Pane, User } from './protocol.ts'
import type { UserGroupSeed, WorldSeed } from './settings.ts'

export type Team = {
  id: string
  name: string
  domain: string
  bot_user_id: string
  bot_id: string
  /** The organization of the workspace. */
  enterprise_id?: string | undefined
}
export type TeamChannel = Channel & { team_id: string; created: number }
export type Option = Json & { value: string }

/** The app in a workspace, or in a whole organization. Its token decides about which workspace a call is. */
export type Install = {
  /** The organization's id, if it is one install for all its workspaces. */
  team_id: string
  is_enterprise_install?: boolean
  bot_token: string
  scopes: string[]
  installer_id: string
  refresh_token: string
  /** When the token expires. Rotating tokens are valid for 12 hours. */
  expires_at?: number
}

/** An act of a person, after which the app may open one modal within three seconds. */
export type Trigger = {
  team_id: string
  user_id: string
  channel_id?: string | undefined
  createdAt: number
  isUsed: boolean
  /** Id of the Work Object that the person looks at, as the app named it. */
  entity_id?: string | undefined
}

/** Block id → action id → the value that Slack reports in `state.values`. */
export type ViewValues = Record<string, Record<string, Json>>

/** A modal on a person's screen or a published home tab, with the answers so far. */
export type OpenView = {
  id: string
  team_id: string
  user_id: string
  payload: Json & { type: 'modal' | 'home'; blocks: Block[] }
  hash: string
  root_view_id: string
  previous_view_id?: string | undefined
  /** The conversation in which the modal was requested. */
  channel_id?: string | undefined
  values: ViewValues
}

export type ResponseUrl = {
  team_id: string
  user_id: string
  channel_id: string
  createdAt: number
  uses: number
  /** The message with the used element. A slash command has none. */
  message_ts?: string | undefined
  /** The last message that was posted with it. */
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
  /** Whether its upload is complete, so that it can be neither sent nor shared again. */
  is_complete?: boolean
  created: number
}

/** A sent event, kept so that control can deliver it again with the same id. */
export type SentEvent = { event_id: string; payload: Json; attempts: number; acknowledged: boolean; reason: string }

/** An earlier version of a message or view, on which people act whose screen is out of date. */
export type Earlier = { version: string; blocks: Block[] }

/**
 * Treatment of `replace_original` in the answer to a slash command, which Slack does not document: a new message,
 * a replacement of the earlier answer, or a refusal.
 */
export type CommandReplies = 'added' | 'replaced' | 'refused'

/** The largest page of a channel's history, and how long an app has to wait between two calls of a method. */
export type HistoryLimit = { page: number; intervalMs: number }

/** The complete state of the local Slack as plain data. Tests may read it directly. */
export type World = {
  seed: WorldSeed
  /** The app's saved manifest. */
  manifest: Manifest
  clock: Clock
  /** Base URL of the running server, without a slash at the end. */
  origin: string
  revision: number
  serial: number
  lastMicros: number
  teams: Map<string, Team>
  /** Enterprise organizations, which are like teams without channels. */
  organisations: Map<string, Team>
  /** Installs by the id of a team or an organization. */
  installs: Map<string, Install>
  /** Former tokens → the error that they get now. */
  deadTokens: Map<string, string>
  /** OAuth codes that were not exchanged yet → what was agreed to. */
  codes: Map<string, { team_id: string; user_id: string; scopes: string[] }>
  users: Map<string, User>
  userGroups: UserGroupSeed[]
  channels: Map<string, TeamChannel>
  /** Messages by channel id, oldest first. */
  messages: Map<string, Message[]>
  /** Reactions by `channel/ts`: `name:user` of each. */
  reactions: Map<string, Set<string>>
  /** Modals by user id, the topmost last. */
  modals: Map<string, OpenView[]>
  /** Home tabs by `team/user`. */
  homes: Map<string, OpenView>
  /** The Work Objects at which people look, by user id. */
  panes: Map<string, Pane>
  /** Earlier versions by `channel/ts` or view id, oldest first. */
  earlier: Map<string, Earlier[]>
  triggers: Map<string, Trigger>
  responseUrls: Map<string, ResponseUrl>
  files: Map<string, StoredFile>
  /** The last suggestions of external selects, by `container/action_id`. */
  suggestions: Map<string, Option[]>
  sentEvents: SentEvent[]
  calls: Call[]
  faults: FaultRequest[]
  gates: Gates
  commandReplies: CommandReplies
  /**
   * The limit on conversations.history and conversations.replies, each by itself. Slack sets one of 15 messages and a
   * minute for apps that are distributed outside its Marketplace (changelog 2025-05-29). Undefined for other apps.
   */
  historyLimit: HistoryLimit | undefined
  /** When a history was last read, by method and team, in epoch milliseconds. */
  historyReadAt: Map<string, number>
  /** Called after every event. If no person can see a difference, the revision is the same. */
  watchers: Set<(revision: number) => void>
  triggerLifeMs: number
}

/** Call it after every change that a person can see. */
export function changed(world: World): void {
  world.revision += 1
  noticed(world)
}

/** Call it after every other event. */
export function noticed(world: World): void {
  for (const watcher of world.watchers) watcher(world.revision)
}

/** Slack's message time: seconds, a dot, six digits. It never repeats or goes back. */
export function nextTs(world: World): string {
  world.lastMicros = Math.max(world.lastMicros + 1, world.clock.now() * 1000)
  const digits = String(world.lastMicros).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

/** A new id such as `V0000001A`. */
export function nextId(world: World, prefix: string): string {
  world.serial += 1
  return `${prefix}${world.serial.toString(36).toUpperCase().padStart(8, '0')}`
}

export function nowSeconds(world: World): number {
  return Math.floor(world.clock.now() / 1000)
}
