import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { choices, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { code, notice } from '../words/text.ts'
import { kindWords, route } from '../words/words.ts'

/** The question before a migration is cancelled, which cannot be undone. */
export function cancelQuestion(migration: Migration): Message {
  const ref = refOf(migration)
  const kind = kindWords[migration.kind]
  return {
    text: notice(`Cancel ${ref}?`),
    blocks: [
      section(
        `Cancel the ${kind} *${route(migration.source, migration.target)}* (${code(ref)})?\n` +
          'It ends for good and can’t be started again. Objects already copied stay in the destination bucket.',
      ),
      ...choices([
        { label: `Cancel the ${kind}`, command: `cancel ${ref} --yes`, style: 'danger' },
        { label: 'Let it run', command: `status ${ref}` },
      ]),
    ],
  }
}
