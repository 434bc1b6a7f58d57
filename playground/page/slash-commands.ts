import type { State } from '../slack/protocol.ts'
import type { Suggestion } from './completion.ts'

/** What Slack shows while one types: the app's commands as its manifest declares them, and its own. */
export function slashCommandsOf({ app }: State): Suggestion[] {
  const declared = app.commands.map(({ command, usage_hint }) => ({
    insert: command,
    label: command,
    note: usage_hint,
  }))
  return [...declared, ...builtIn]
}

const builtIn: readonly Suggestion[] = [
  { insert: '/invite', label: '/invite', note: '@someone [#channel]' },
  { insert: '/remove', label: '/remove', note: '@someone' },
]
