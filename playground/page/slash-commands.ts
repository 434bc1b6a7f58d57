import type { Suggestion } from './completion.ts'

/** What Slack shows while one types: what it learns from the app's manifest, and its own. */
export const slashCommands: readonly Suggestion[] = [
  { insert: '/migrate', label: '/migrate', note: 'status 1912… · list · pause · resume · create · watch · help' },
  { insert: '/invite', label: '/invite', note: '@someone · #channel' },
  { insert: '/remove', label: '/remove', note: '@someone' },
]
