/**
 * What the local Slack tells its web page and automated users under `/control`.
 * Field names follow Slack's own where Slack has one (snake case); all of it travels as JSON.
 */

export type Block = { type: string; block_id?: string; [field: string]: unknown }

export type User = {
  id: string
  name: string
  real_name: string
  /** What they do, as they say in their profile. */
  title?: string
  /** CSS colour of the initials shown instead of a picture. */
  color: string
  tz: string
  is_admin: boolean
  is_bot: boolean
  /** A guest of the workspace (Slack's multi- or single-channel guest). */
  is_restricted: boolean
  /** A guest in one channel only. */
  is_ultra_restricted?: boolean
  /** Has left the workspace. */
  deleted?: boolean
  /** Their own workspace; another one for people who are here through Slack Connect. */
  team_id: string
  /** Other workspaces of the same organisation that they are in. */
  other_team_ids?: string[]
  /** Their organisation, where they have one. */
  enterprise_id?: string
}

/** What people name together: `@leads`. */
export type UserGroup = { id: string; handle: string; name: string }

export type Channel = {
  id: string
  name: string
  is_private: boolean
  is_archived: boolean
  /** A direct message; `name` is then the other person's id. */
  is_im: boolean
  members: string[]
}

export type Message = {
  ts: string
  channel: string
  user: string
  text: string
  blocks: Block[]
  thread_ts?: string
  /** A thread reply that is shown in the channel too. */
  is_broadcast?: boolean
  /** Ephemeral: only this user sees it. */
  only_for?: string
  edited_at?: string
  metadata?: { event_type: string; event_payload: Record<string, unknown> }
  files?: { id: string; name: string; mimetype: string; url: string; alt_text?: string }[]
  reply_count: number
}

export type View = {
  id: string
  type: 'modal' | 'home'
  /** Slack's view payload as the app sent it: title, submit, close, blocks, private_metadata, callback_id. */
  payload: Record<string, unknown> & { blocks: Block[] }
  hash: string
  root_view_id: string
  previous_view_id?: string
}

/** A shortcut as the app's manifest declares it. */
export type Shortcut = { callback_id: string; name: string; description: string }

/** Everything one user sees, answered by `GET /control/state?user=U…`. */
export type State = {
  team: { id: string; name: string }
  app: {
    id: string
    name: string
    bot_user_id: string
    is_connected: boolean
    /** Slash commands as the app's manifest declares them. */
    commands: { command: string; usage_hint: string }[]
    /** Its global shortcuts. */
    shortcuts: Shortcut[]
  }
  users: User[]
  user_groups: UserGroup[]
  channels: Channel[]
  /** Messages of the channels that the user is in, oldest first, thread replies included. */
  messages: Message[]
  /** The user's stack of open modals, the topmost last. */
  modals: View[]
  home?: View
  /** Increases with each change; `GET /control/events` streams it as server-sent events. */
  revision: number
  /** Labelled controls that the host page offers besides Slack itself (the clouds' clock, say). */
  panels: Panel[]
}

/**
 * One row of buttons in the page's side panel; pressing one posts `{}` to `path`. What is to be typed, `texts`, is offered
 * at the composer.
 */
export type Panel = { title: string; status: string; buttons: { label: string; path: string }[]; texts?: string[] }

/** `POST /control/command`: a slash command typed into a channel. */
export type CommandRequest = { user: string; channel: string; text: string }

/**
 * `POST /control/click`: an interactive element used in a message (`message_ts`) or a view (`view_id`).
 * `value` is the chosen option's value for selects, a list for multi-selects and checkboxes, text for inputs
 * with dispatch_action; buttons take none. `block_id` may be left out when `action_id` occurs once.
 * `seen` says which version the person had before them when that may be outdated: a message's `edited_at`, or its
 * `ts` where it had none, or a view's `hash`.
 */
export type ClickRequest = {
  user: string
  channel?: string
  message_ts?: string
  view_id?: string
  seen?: string
  block_id?: string
  action_id: string
  value?: string | string[]
  /** The view's inputs as filled in so far, sent along as Slack does. Keys as in `SubmitRequest`. */
  fields?: Record<string, FieldValue>
}

/** Text, option value, user or channel id, date, or a list of them; null clears. */
export type FieldValue = string | string[] | null

/**
 * `POST /control/submit`: the topmost modal is sent. `fields` is keyed by the input's label or by its block_id;
 * what is left out keeps its initial value. The answer holds `errors` (block_id → text) when the app refused.
 */
export type SubmitRequest = { user: string; view_id: string; fields: Record<string, FieldValue> }

export type CloseRequest = { user: string; view_id: string }
/**
 * `POST /control/shortcut`: a global shortcut, or with `channel` and `message_ts` a message shortcut. `team` is the
 * workspace in which a member of several is; their own unless told.
 */
export type ShortcutRequest = {
  user: string
  callback_id: string
  channel?: string
  message_ts?: string
  team?: string
}
/** `POST /control/mention`: a message naming the app; `text` without the mention itself. */
export type MentionRequest = { user: string; channel: string; text: string; thread_ts?: string }
/** `POST /control/message`: a plain message of a person. */
export type MessageRequest = { user: string; channel: string; text: string; thread_ts?: string }
/** `POST /control/home`: the app's home tab is opened, in the person's own workspace unless told. */
export type HomeRequest = { user: string; team?: string }
/** `POST /control/suggest`: type-ahead of an external select; answers `{ options }`. */
export type SuggestRequest = {
  user: string
  view_id?: string
  message_ts?: string
  channel?: string
  block_id?: string
  action_id: string
  value: string
}

/**
 * Answer of every acting request: how the app acknowledged. `acknowledged` is false when it took longer than
 * Slack's 3 s; `status` is the HTTP status in HTTP mode.
 */
export type ActResult = {
  ok: boolean
  acknowledged: boolean
  status?: number
  errors?: Record<string, string>
  error?: string
}

/** `POST /control/faults`: the next `times` calls of the Web API method behave as said. */
export type FaultRequest = {
  /** A Web API method such as `chat.postMessage`, `response_url` or `*`. */
  method: string
  times: number
  /** Only calls that name this channel. */
  channel?: string
  fault:
    | { kind: 'rate_limited'; retry_after: number }
    | { kind: 'status'; status: number }
    | { kind: 'error'; error: string }
    | { kind: 'slow'; ms: number }
    /** The call waits, without an effect yet, until `POST /control/gate` opens the gate of this name. */
    | { kind: 'held'; gate: string }
    | { kind: 'hang' }
    | { kind: 'garbage' }
    /** The connection is cut before the call has an effect. */
    | { kind: 'cut_before' }
    /** The call takes effect, then the connection is cut without an answer. */
    | { kind: 'cut_after' }
    /** The workspace does not have this type of block yet: calls that send one are refused, others are not meant. */
    | { kind: 'no_such_block'; type: string }
}

/** `POST /control/gate`: calls that are held at the gate of this name go on, and no others are held there. */
export type GateRequest = { gate: string }

/** One row of `GET /control/calls`: what the app called, tokens left out. */
export type Call = {
  at: number
  method: string
  args: Record<string, unknown>
  ok: boolean
  error?: string
  status: number
}
