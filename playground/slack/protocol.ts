/**
 * The types of the requests and responses under `/control`, for the web page and for tests. Field names are Slack's own
 * where Slack has one (snake case). Everything is JSON.
 */

export type Block = { type: string; block_id?: string; [field: string]: unknown }

export type User = {
  id: string
  name: string
  real_name: string
  /** Their job, from their profile. */
  title?: string
  /** CSS color of the initials shown instead of a picture. */
  color: string
  tz: string
  is_admin: boolean
  is_bot: boolean
  /** Whether they are a guest of the workspace (Slack's multi- or single-channel guest). */
  is_restricted: boolean
  /** Whether they are a guest in one channel only. */
  is_ultra_restricted?: boolean
  /** Whether they have left the workspace. */
  deleted?: boolean
  /** Their own workspace, which is another one for people who are here through Slack Connect. */
  team_id: string
  /** Other workspaces of the same organization that they are in. */
  other_team_ids?: string[]
  /** Their organization, if any. */
  enterprise_id?: string
}

/** A group that people mention together, such as `@leads`. */
export type UserGroup = { id: string; handle: string; name: string }

export type Channel = {
  id: string
  name: string
  is_private: boolean
  is_archived: boolean
  /** Whether it is a direct message. `name` is then the other person's id. */
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
  /** Whether a thread reply also appears in the channel. */
  is_broadcast?: boolean
  /** The only user who sees an ephemeral message. */
  only_for?: string
  edited_at?: string
  metadata?: { event_type: string; event_payload: Record<string, unknown> }
  files?: { id: string; name: string; mimetype: string; url: string; alt_text?: string }[]
  /** The app's previews of links in it, by `chat.unfurl`. */
  unfurls?: Unfurl[]
  reply_count: number
}

/**
 * A link as the app shows it below a message: as a Work Object, or as blocks. A Work Object's blocks are its buttons.
 */
export type Unfurl = { id: number; url: string; entity?: Record<string, unknown>; blocks: Block[] }

/** The pane beside the conversation in which a person looks at a Work Object. */
export type Pane = Pick<Unfurl, 'url' | 'blocks'> & {
  channel: string
  message_ts: string
  /** Without one, the app has not answered yet, or with an error. */
  entity?: Record<string, unknown>
  error?: { title: string; message: string }
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
export type Shortcut = { type: 'global' | 'message'; callback_id: string; name: string; description: string }

/** Everything that one user sees, the response to `GET /control/state?user=U…`. */
export type State = {
  team: { id: string; name: string }
  app: {
    id: string
    name: string
    bot_user_id: string
    is_connected: boolean
    /** Slash commands as the app's manifest declares them. */
    commands: { command: string; usage_hint: string }[]
    /** Shortcuts as the app's manifest declares them. */
    shortcuts: Shortcut[]
  }
  users: User[]
  user_groups: UserGroup[]
  channels: Channel[]
  /** Messages of the channels that the user is in, oldest first, with thread replies. */
  messages: Message[]
  /** The user's stack of open modals, the topmost last. */
  modals: View[]
  home?: View
  /** The Work Object that the person looks at. */
  pane?: Pane
  /** Increases with each change. `GET /control/events` streams it as server-sent events. */
  revision: number
  /** Labelled controls of the host page besides Slack itself (the clouds' clock, for example). */
  panels: Panel[]
}

/**
 * A row of buttons in the page's side panel. Pressing one posts `{}` to `path`. `texts` are suggestions for the
 * composer.
 */
export type Panel = { title: string; status: string; buttons: { label: string; path: string }[]; texts?: string[] }

/** `POST /control/command`: types a slash command into a channel. */
export type CommandRequest = { user: string; channel: string; text: string }

/**
 * `POST /control/click`: uses an interactive element in a message (`message_ts`) or a view (`view_id`). `value` is the
 * chosen option's value for selects, a list for multi-selects and checkboxes, and text for inputs with dispatch_action;
 * buttons have none. `block_id` is optional if `action_id` occurs once. `seen` is the version that the person saw, in
 * case it is out of date: a message's `edited_at`, or its `ts` if it has none, or a view's `hash`.
 */
export type ClickRequest = {
  user: string
  channel?: string
  message_ts?: string
  view_id?: string
  /** Whether the element is in the pane of a Work Object. */
  pane?: boolean
  seen?: string
  block_id?: string
  action_id: string
  value?: string | string[]
  /** The present answers of the view's inputs, which Slack sends along. Keys as in `SubmitRequest`. */
  fields?: Record<string, FieldValue>
}

/** Text, option value, user or channel id, date, or a list of them. Null clears the answer. */
export type FieldValue = string | string[] | null

/**
 * `POST /control/submit`: sends the topmost modal. The keys of `fields` are labels or block ids. Absent inputs keep
 * their initial values. The response has `errors` (block_id → text) if the app refused.
 */
export type SubmitRequest = { user: string; view_id: string; fields: Record<string, FieldValue> }

export type CloseRequest = { user: string; view_id: string }
/**
 * `POST /control/shortcut`: uses a global shortcut, or with `channel` and `message_ts` a message shortcut. `team` is
 * the present workspace of a person who is in several, by default their own.
 */
export type ShortcutRequest = {
  user: string
  callback_id: string
  channel?: string
  message_ts?: string
  team?: string
}
/** `POST /control/mention`: posts a message that mentions the app. `text` is without the mention. */
export type MentionRequest = { user: string; channel: string; text: string; thread_ts?: string }
/** `POST /control/message`: posts a person's message. */
export type MessageRequest = { user: string; channel: string; text: string; thread_ts?: string }
/**
 * `POST /control/pane`: opens the pane of a Work Object that shows the link `url` in a message; without `url`, closes
 * it.
 */
export type PaneRequest = { user: string; channel?: string; message_ts?: string; url?: string }
/** `POST /control/home`: opens the app's home tab, by default in the person's own workspace. */
export type HomeRequest = { user: string; team?: string }
/** `POST /control/suggest`: types into an external select. The response is `{ options }`. */
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
 * The response to every act: how the app acknowledged. `acknowledged` is false if that took longer than Slack's 3 s.
 * `status` is the HTTP status in HTTP mode.
 */
export type ActResult = {
  ok: boolean
  acknowledged: boolean
  status?: number
  errors?: Record<string, string>
  error?: string
}

/** `POST /control/faults`: makes the next `times` calls of the Web API method fail in this way. */
export type FaultRequest = {
  /** A Web API method such as `chat.postMessage`, or `response_url`, or `*`. */
  method: string
  times: number
  /** Only calls that name this channel. */
  channel?: string
  fault:
    | { kind: 'rate_limited'; retry_after: number }
    | { kind: 'status'; status: number }
    /**
     * Slack's error, by default with the HTTP status 200. With `takes_effect`, the call is carried out all the same, as
     * Slack says of its own failures such as internal_error.
     */
    | { kind: 'error'; error: string; status?: number; takes_effect?: boolean }
    /** The call takes effect after this time, and is answered then. */
    | { kind: 'slow'; ms: number }
    /** The call takes effect at once, and is answered after this time. */
    | { kind: 'late'; ms: number }
    /** Answered with an HTTP status at once. The call takes effect all the same, after this time. */
    | { kind: 'late_effect'; status: number; ms: number }
    /** The call waits without effect until `POST /control/gate` opens the gate of this name. */
    | { kind: 'held'; gate: string }
    | { kind: 'hang' }
    | { kind: 'garbage' }
    /** The connection breaks before the call takes effect. */
    | { kind: 'cut_before' }
    /** The call takes effect, then the connection breaks without a response. */
    | { kind: 'cut_after' }
    /** The workspace does not support this type of block yet. Only calls that contain one are refused. */
    | { kind: 'no_such_block'; type: string }
}

/** `POST /control/gate`: lets the calls that wait at this gate continue, and holds no others there. */
export type GateRequest = { gate: string }

/** A row of `GET /control/calls`: a call of the app, without tokens. */
export type Call = {
  at: number
  method: string
  args: Record<string, unknown>
  ok: boolean
  error?: string
  status: number
}
