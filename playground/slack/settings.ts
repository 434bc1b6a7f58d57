/** The app as its settings page knows it. Every secret is made up and says so. */
export type AppSettings = {
  id: string
  name: string
  clientId: string
  clientSecret: string
  signingSecret: string
  stateSecret: string
  appToken: string
  verificationToken: string
  /** Slash commands of the manifest, with the slash. */
  commands: string[]
  /** Bot scopes granted to the workspaces that have the app from the start. */
  scopes: string[]
  /** Event subscriptions as the manifest writes them (`message.channels`). */
  events: string[]
  /** Where OAuth returns to when the app names no `redirect_uri`. */
  redirectUrl?: string
  /** Answers of `oauth.v2.access` carry a refresh token and 12 hours of life. */
  rotatesTokens: boolean
}

export type TeamSeed = {
  id: string
  name: string
  domain?: string
  botToken?: string
  botUserId?: string
  /** False leaves the app uninstalled until OAuth installs it. */
  isInstalled?: boolean
}

export type UserSeed = {
  id: string
  name: string
  realName?: string
  /** The person's own organisation; the first team unless told. */
  team?: string
  tz?: string
  isAdmin?: boolean
  isRestricted?: boolean
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
  teams: TeamSeed[]
  users: UserSeed[]
  channels: ChannelSeed[]
  userGroups: UserGroupSeed[]
}

export type SeedOptions = Partial<Omit<WorldSeed, 'app'>> & { app?: Partial<AppSettings> }
