import type { Manifest } from './manifest.ts'

/** What Slack gives an app when it is made; all else is its manifest's. Every secret is made up and says so. */
export type AppSettings = {
  id: string
  clientId: string
  clientSecret: string
  signingSecret: string
  stateSecret: string
  appToken: string
  verificationToken: string
}

/** An Enterprise organisation, to which workspaces belong. */
export type OrganisationSeed = {
  id: string
  name: string
  /** The app is installed once for all its workspaces from the start, instead of in each. */
  hasApp?: boolean
}

export type TeamSeed = {
  id: string
  name: string
  domain?: string
  organisation?: string
  botToken?: string
  botUserId?: string
  /** False leaves the app uninstalled until OAuth installs it. */
  isInstalled?: boolean
}

export type UserSeed = {
  id: string
  name: string
  realName?: string
  /** What they do, as they say in their profile. */
  title?: string
  /** The person's own workspace, here or elsewhere; the first one unless told. */
  team?: string
  /** Other workspaces of the same organisation that they are in. */
  otherTeams?: string[]
  /** Their organisation, where their own workspace is elsewhere (Slack Connect). */
  organisation?: string
  tz?: string
  isAdmin?: boolean
  /** A guest in several channels. */
  isRestricted?: boolean
  /** A guest in a single channel; Slack then sets both flags. */
  isUltraRestricted?: boolean
  isDeactivated?: boolean
}

export type ChannelSeed = {
  id: string
  name: string
  team?: string
  /** Everybody of the team unless told. */
  members?: string[]
  isPrivate?: boolean
  isArchived?: boolean
  /** False leaves the app outside until it is invited. */
  hasApp?: boolean
}

export type UserGroupSeed = { id: string; handle: string; name: string; team?: string; users: string[] }

export type WorldSeed = {
  app: AppSettings
  /** What the app is and may do: manifest.yml as it stands unless told. */
  manifest: Manifest
  organisations: OrganisationSeed[]
  teams: TeamSeed[]
  users: UserSeed[]
  channels: ChannelSeed[]
  userGroups: UserGroupSeed[]
  readings: Readings
}

/** How Slack fills what its documents leave open, or show in several ways. Tests try each. */
export type Readings = {
  /**
   * `user.team_id` of somebody in an organisation: the organisation's id, as the page of block_suggestion says; the
   * person's own workspace, as bolt-js #1875 saw it; or the workspace where they are.
   */
  memberTeam: 'organisation' | 'home' | 'here'
  /** `team` of a form that a stranger sends: their own workspace (bolt-js #1614), or the one that has the app. */
  strangerFormTeam: 'own' | 'installed'
  /** Where the app is installed in a whole organisation: `team` is null (bolt-python #23), or names the workspace. */
  organisationTeam: 'null' | 'named'
  /** There, `view.app_installed_team_id` is the organisation (bolt-js #1720), or the workspace. */
  organisationView: 'organisation' | 'workspace'
  /** `team_id` of events around what a stranger did: the workspace that has the app, or the stranger's own. */
  strangerEventTeam: 'installed' | 'own'
  /** Whether a stranger can type the app's commands in a shared channel: only clicks and mentions are described. */
  strangerCommands: 'refused' | 'delivered'
  /**
   * How a response_url refuses a message: with the status 400, as incoming webhooks do (java-slack-sdk #1017), or with 200
   * and `ok: false` in the body, as the Web API does.
   */
  refusedResponse: 'status' | 'body'
}

export type SeedOptions = Partial<Omit<WorldSeed, 'app' | 'readings'>> & {
  app?: Partial<AppSettings>
  readings?: Partial<Readings>
}
