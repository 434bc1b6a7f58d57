import { commands } from '../../src/commands/index.ts'
import { parse } from '../../src/commands/machine/parse.ts'
import { type Shown, typedBy } from './readable.ts'

/** The commands behind buttons that name an option which the command does not take. */
export function optionsRefused(shown: Shown): string[] {
  return Object.values(typedBy(shown)).filter((command) => {
    const read = parse(command, commands)
    return read.type === 'problem' && read.error().code === 'flag_unknown'
  })
}
