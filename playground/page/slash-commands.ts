import type { State } from '../slack/protocol.ts'
import type { Suggestion } from './completion.ts'

/** The suggestions during typing: the commands in the app's manifest, and Slack's own. */
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
