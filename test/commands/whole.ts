import type { Command } from '../../src/commands/machine/command.ts'
import { restOf } from '../../src/commands/machine/rest.ts'

/** A command with an id and a confirmation, as far as it takes them. */
export function wholeOf(command: Command, id: string): string {
  const takesId = restOf(command, { words: [id], flags: {} }).length === 0
  return [command.verb, ...(takesId ? [id] : []), ...(command.options?.includes('yes') ? ['--yes'] : [])].join(' ')
}
