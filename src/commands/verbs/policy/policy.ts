import { AppError } from '../../../errors/errors.ts'
import { verbHelp } from '../../../views/page/help.ts'
import { suggestKeys } from '../../key-uses.ts'
import type { Command } from '../../machine/command.ts'
import { editMigration } from './edit.ts'

export const policy: Command = {
  verb: 'policy',
  aliases: ['policies'],
  needs: ({ words }) => (words.length === 0 ? 'viewer' : 'operator'),
  takes: { most: 2 },
  options: ['seen'],
  usage: 'policy edit <id>',
  summary: 'Change the name, source or destination of a policy that is not running',
  examples: ['policy edit nightly-copy', 'policy edit media-kr/nightly-copy'],
  notes: [
    'A form opens with the current values. Saving replaces all of them, so you need the source key again.',
    'A new name means a new id. Watches follow it there.',
  ],
  opensForm: ({ words, answers }) => answers === undefined && isEditing(words[0]),
  suggest: (_, { typed }, tools) => suggestKeys(typed, tools),
  async run(invocation, tools) {
    const [what, ...words] = invocation.words
    if (what === undefined) return { type: 'message', message: verbHelp(policy) }
    if (isEditing(what)) return editMigration({ ...invocation, words }, tools)
    const problem = `Ferry does not know \`policy ${what.slice(0, 40)}\`.`
    throw new AppError('usage', { problem, usage: policy.usage })
  },
}

function isEditing(what: string | undefined): boolean {
  return /^(edit|change|update)$/i.test(what ?? '')
}
