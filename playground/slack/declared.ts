import type { Manifest } from './manifest.ts'
import type { State } from './protocol.ts'

/**
 * The part of the app's manifest that people see in Slack before they use it: its slash commands and shortcuts.
 */
export function declaredIn({ features }: Manifest): Pick<State['app'], 'commands' | 'shortcuts'> {
  return {
    commands: features.slash_commands.map(({ command, usage_hint = '' }) => ({ command, usage_hint })),
    shortcuts: features.shortcuts.map(({ type, callback_id, name, description = '' }) => ({
      ...{ type, callback_id, name, description },
    })),
  }
}
