import { defaultPeople } from './default-people.ts'
import type { AppSettings, Readings, SeedOptions, WorldSeed } from './settings.ts'

/** What the options leave out is a small workspace with one of each role. */
export function seedFrom(options: SeedOptions): WorldSeed {
  return {
    ...defaultPeople,
    organisations: [],
    userGroups: [],
    ...options,
    app: { ...defaultApp, ...options.app },
    readings: { ...usualReadings, ...options.readings },
  }
}

const usualReadings: Readings = {
  memberTeam: 'organisation',
  strangerFormTeam: 'own',
  organisationTeam: 'null',
  organisationView: 'organisation',
  strangerEventTeam: 'installed',
  strangerCommands: 'refused',
}

const defaultApp: AppSettings = {
  id: 'A0FERRY',
  name: 'Ferry',
  clientId: '1000.2000',
  clientSecret: 'local-client-secret',
  signingSecret: 'local-signing-secret',
  stateSecret: 'local-state-secret',
  appToken: 'xapp-local',
  verificationToken: 'local-verification-token',
  commands: ['/migrate'],
  scopes: [
    'app_mentions:read',
    'channels:history',
    'channels:join',
    'channels:manage',
    'channels:read',
    'chat:write',
    'commands',
    'files:write',
    'groups:history',
    'groups:read',
    'im:history',
    'im:read',
    'im:write',
    'reactions:write',
    'team:read',
    'usergroups:read',
    'users.profile:read',
    'users:read',
  ],
  events: [
    'app_home_opened',
    'app_mention',
    'app_uninstalled',
    'channel_archive',
    'channel_unarchive',
    'group_archive',
    'group_unarchive',
    'member_joined_channel',
    'member_left_channel',
    'message.channels',
    'message.groups',
    'message.im',
    'tokens_revoked',
  ],
  rotatesTokens: false,
  deploysToOrganisations: false,
}
