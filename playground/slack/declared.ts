import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { State } from './protocol.ts'

/** What of the app's manifest people see in Slack before they use it: its slash commands and global shortcuts. */
export function declaredIn(manifest: unknown): Pick<State['app'], 'commands' | 'shortcuts'> {
  const { slash_commands, shortcuts } = declarations.parse(manifest).features
  return {
    commands: slash_commands,
    shortcuts: shortcuts.filter(({ type }) => type === 'global').map(({ type: _, ...shortcut }) => shortcut),
  }
}

const declarations = z.object({
  features: z.object({
    slash_commands: z.array(z.object({ command: z.string(), usage_hint: z.string().default('') })).default([]),
    shortcuts: z
      .array(z.object({ callback_id: z.string(), name: z.string(), description: z.string(), type: z.string() }))
      .default([]),
  }),
})

/** The manifest of the repository. */
export const manifestFile: unknown = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'))
