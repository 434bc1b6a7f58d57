/**
 * The slash command. This file lists what Ferry uses of Slack, as data. The manifest asks for exactly this, and a test
 * compares the two, so that Ferry asks for no scope that it does not need.
 */
export const rootCommand = '/migrate'

/** Bot events that Ferry listens to, and the scopes without which Slack does not send them. */
export const scopesByEvent = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  channel_unarchive: ['channels:read'],
  entity_details_requested: [],
  group_unarchive: ['groups:read'],
  link_shared: ['links:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  tokens_revoked: [],
} as const satisfies Record<string, readonly string[]>

/** Web API methods that Ferry calls, and the scopes that Slack requires in public, private and direct conversations. */
export const scopesByMethod = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.unfurl': ['links:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'entity.presentDetails': [],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
} as const satisfies Record<string, readonly string[]>

/**
 * Entries of Slack's own shortcut menus, and the command that each one types for the person. Those of type `message` stand
 * in the menu of each message; their commands are about what the message names.
 */
export const shortcuts = [
  { type: 'global', callbackId: 'new_migration', command: 'create' },
  { type: 'message', callbackId: 'explain_message', command: 'why' },
  { type: 'message', callbackId: 'watch_message', command: 'watch' },
] as const

/** The scope that the slash command and the shortcuts need. */
export const commandScope = 'commands'

/**
 * Scopes without which Ferry starts all the same, and what is off then. Apps that were made from an earlier manifest lack
 * them until they are installed again.
 */
export const optionalScopes = {
  'links:read': 'previews of links to the clouds’ consoles',
  'links:write': 'previews of links to the clouds’ consoles',
} as const satisfies Record<string, string>

/** Every scope that Ferry asks for. */
export function wantedScopes(): string[] {
  const wanted = [...Object.values(scopesByMethod), ...Object.values(scopesByEvent)].flat()
  return [...new Set([commandScope, ...wanted])].toSorted()
}

/** The scopes without which Ferry does not start. */
export function neededScopes(): string[] {
  return wantedScopes().filter((scope) => !Object.hasOwn(optionalScopes, scope))
}

/** The optional scopes that a token lacks, of those that it was granted. */
export function lackedScopes(granted: readonly string[]): string[] {
  return Object.keys(optionalScopes).filter((scope) => !granted.includes(scope))
}
