import type { Manifest } from './manifest.ts'

/** Values that Slack assigns to a new app. Everything else is in its manifest. Every secret is fake and says so. */
export type AppSettings = {
  id: string
  clientId: string
  clientSecret: string
  signingSecret: string
  stateSecret: string
  appToken: string
  verificationToken: string
}

/** An Enterprise organization, to which workspaces belong. */
export type OrganisationSeed = {
  id: string
  name: string
  /** Whether the app is installed once for all its workspaces from the start, instead of in each. */
  hasApp?: boolean
}

export type TeamSeed = {
  id: string
  name: string
  domain?: string
  organisation?: string
  botToken?: string
  botUserId?: string
  /** False leaves the app out until OAuth installs it. */
  isInstalled?: boolean
}

export type UserSeed = {
  id: string
  name: string
  realName?: string
  /** Their job, from their profile. */
  title?: string
  /** The person's own workspace, here or elsewhere. By default the first one. */
  team?: string
  /** Other workspaces of the same organization that they are in. */
  otherTeams?: string[]
  /** Their organization, if their own workspace is elsewhere (Slack Connect). */
  organisation?: string
  tz?: string
  isAdmin?: boolean
  /** Whether they are a guest in several channels. */
  isRestricted?: boolean
  /** Whether they are a guest in a single channel. Slack then sets both flags. */
  isUltraRestricted?: boolean
  isDeactivated?: boolean
}

export type ChannelSeed = {
  id: string
  name: string
  team?: string
  /** The members, by default everybody of the team. */
  members?: string[]
  isPrivate?: boolean
  isArchived?: boolean
  /** False leaves the app out of the channel until it is invited. */
  hasApp?: boolean
}

export type UserGroupSeed = { id: string; handle: string; name: string; team?: string; users: string[] }

export type WorldSeed = {
  app: AppSettings
  /** The app's manifest, by default manifest.yml. */
  manifest: Manifest
  organisations: OrganisationSeed[]
  teams: TeamSeed[]
  users: UserSeed[]
  channels: ChannelSeed[]
  userGroups: UserGroupSeed[]
  readings: Readings
}

/** How Slack behaves where its documents leave that open or contradict each other. Tests try each possibility. */
export type Readings = {
  /**
   * `user.team_id` of a person in an organization: the organization's id, according to the page of block_suggestion;
   * the person's own workspace, according to bolt-js #1875; or the present workspace.
   */
  memberTeam: 'organisation' | 'home' | 'here'
  /** `team` of a form that a stranger sends: their own workspace (bolt-js #1614), or the one that has the app. */
  strangerFormTeam: 'own' | 'installed'
  /** `team` if the app is installed in a whole organization: null (bolt-python #23), or the workspace. */
  organisationTeam: 'null' | 'named'
  /** `view.app_installed_team_id` in that case: the organization (bolt-js #1720), or the workspace. */
  organisationView: 'organisation' | 'workspace'
  /** `team_id` of events that a stranger caused: the workspace that has the app, or the stranger's own. */
  strangerEventTeam: 'installed' | 'own'
  /** Whether a stranger can type the app's commands in a shared channel. Only clicks and mentions are documented. */
  strangerCommands: 'refused' | 'delivered'
  /**
   * How a response_url refuses a message: with the status 400 like incoming webhooks (java-slack-sdk #1017), or with
   * 200 and `ok: false` in the body like the Web API.
   */
  refusedResponse: 'status' | 'body'
  /**
   * Whether history shows the metadata of messages. Slack documents the scope `metadata.message:read`, which Ferry does
   * not have, for its events only; the pages of the methods name no scope.
   */
  historyMetadata: 'shown' | 'dropped'
  /** Whether Slack takes replies below a message that was deleted and has left a tombstone. Not documented. */
  tombstoneReplies: 'taken' | 'refused'
  /**
   * Treatment of Work Objects while the app has them off, which its manifest cannot change: Slack takes the call and
   * shows nothing, with or without a warning, or refuses it. `on`: the app's settings have them on.
   */
  workObjects: 'on' | 'ignored' | 'warned' | 'refused'
}

export type SeedOptions = Partial<Omit<WorldSeed, 'app' | 'readings'>> & {
  app?: Partial<AppSettings>
  readings?: Partial<Readings>
}
