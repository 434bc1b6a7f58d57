import type { WorldSeed } from './settings.ts'

/** A workspace whose people are named after what they do. */
export const defaultPeople: Pick<WorldSeed, 'teams' | 'users' | 'channels'> = {
  teams: [{ id: 'T0LOCAL', name: 'Local workspace', domain: 'local' }],
  users: [
    { id: 'U0ENGINEER', name: 'engineer', realName: 'Engineer' },
    { id: 'U0LEAD', name: 'lead', realName: 'Team lead', isAdmin: true },
    { id: 'U0ONCALL', name: 'oncall', realName: 'On call' },
    { id: 'U0GUEST', name: 'guest', realName: 'Guest', isRestricted: true },
  ],
  channels: [
    { id: 'C0MIGRATIONS', name: 'migrations' },
    { id: 'C0GENERAL', name: 'general', hasApp: false },
    { id: 'C0STORAGE', name: 'storage-leads', isPrivate: true, members: ['U0LEAD', 'U0ONCALL'] },
  ],
}
