import { defaultPeople } from './default-people.ts'
import { manifestFile } from './manifest.ts'
import type { AppSettings, Readings, SeedOptions, WorldSeed } from './settings.ts'

/** Completes the options with a small workspace that has one person of each role. */
export function seedFrom(options: SeedOptions): WorldSeed {
  return {
    ...defaultPeople,
    manifest: manifestFile(),
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
  refusedResponse: 'status',
  historyMetadata: 'shown',
  tombstoneReplies: 'taken',
  workObjects: 'on',
}

const defaultApp: AppSettings = {
  id: 'A0FERRY',
  clientId: '1000.2000',
  clientSecret: 'local-client-secret',
  signingSecret: 'local-signing-secret',
  stateSecret: 'local-state-secret',
  appToken: 'xapp-local',
  verificationToken: 'local-verification-token',
}
