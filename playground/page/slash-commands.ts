import type { Suggestion } from './completion.ts'

/** What Slack learns from the app's manifest and shows while one types. */
export const slashCommands: readonly Suggestion[] = [
  { insert: '/migrate', label: '/migrate', note: 'status 1912… · list · pause · resume · create · watch · help' },
]
