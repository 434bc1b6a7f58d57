import type { SeedOptions } from './settings.ts'

type Company = Required<Pick<SeedOptions, 'organisations' | 'teams' | 'users' | 'channels'>>

/**
 * A company with two workspaces in one Enterprise organization, the first of which has the app. One person is in the
 * other workspace only, and one in both. Each workspace has a channel that includes people from the other.
 */
export const organisation: Company = {
  organisations: [{ id: 'E0ORG', name: 'Example Group' }],
  teams: [
    { id: 'T0FIRST', name: 'First works', organisation: 'E0ORG' },
    { id: 'T0SECOND', name: 'Second works', organisation: 'E0ORG', isInstalled: false },
  ],
  users: [
    { id: 'U0ENGINEER', name: 'engineer', team: 'T0FIRST' },
    { id: 'U0LEAD', name: 'lead', team: 'T0FIRST', isAdmin: true },
    // When a workspace moves to an organization, Slack assigns ids that begin with W.
    { id: 'W0BOTH', name: 'both', team: 'T0SECOND', otherTeams: ['T0FIRST'] },
    { id: 'W0COLLEAGUE', name: 'colleague', team: 'T0SECOND' },
  ],
  channels: [
    { id: 'C0FIRST', name: 'first', team: 'T0FIRST' },
    { id: 'C0SECOND', name: 'second', team: 'T0SECOND' },
    { id: 'C0ACROSS', name: 'across', team: 'T0FIRST', members: ['U0ENGINEER', 'W0BOTH', 'W0COLLEAGUE'] },
  ],
}

/** The same organization, with the app installed once for all its workspaces. */
export const organisationWide: Company = {
  ...organisation,
  organisations: [{ id: 'E0ORG', name: 'Example Group', hasApp: true }],
  teams: organisation.teams.map((team) => ({ ...team, isInstalled: false })),
}

/**
 * A workspace that shares a channel with two others through Slack Connect: a single workspace, and a company with an
 * organization. Only the first one has the app.
 */
export const connected: Company = {
  organisations: [{ id: 'E9PARTNER', name: 'Partner Group' }],
  teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
  users: [
    { id: 'U0ENGINEER', name: 'engineer' },
    { id: 'U0LEAD', name: 'lead', isAdmin: true },
    { id: 'U9PARTNER', name: 'partner', team: 'T9OTHER' },
    { id: 'W9GRID', name: 'grid-partner', team: 'T9GRID', organisation: 'E9PARTNER' },
  ],
  channels: [
    { id: 'C0MIGRATIONS', name: 'migrations' },
    { id: 'C0SHARED', name: 'shared', members: ['U0ENGINEER', 'U0LEAD', 'U9PARTNER', 'W9GRID'] },
  ],
}

/** A workspace with every kind of person who has fewer rights than others, or none any more. */
export const mixed: Company = {
  organisations: [],
  teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
  users: [
    { id: 'U0ENGINEER', name: 'engineer' },
    { id: 'U0LEAD', name: 'lead', isAdmin: true },
    { id: 'U0GUEST', name: 'guest', isRestricted: true },
    { id: 'U0SINGLE', name: 'single-channel-guest', isUltraRestricted: true },
    { id: 'U0GONE', name: 'gone', isDeactivated: true },
  ],
  channels: [{ id: 'C0MIGRATIONS', name: 'migrations' }],
}
