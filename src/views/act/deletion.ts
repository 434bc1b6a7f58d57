import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { choices, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { code, notice } from '../words/text.ts'
import { kindWords, lowered, route, standingWords, stateWords } from '../words/words.ts'

/** The question before a migration is deleted, which cannot be undone. */
export function deleteQuestion(migration: Migration): Message {
  const ref = refOf(migration)
  const { word } = standingWords(migration)
  const kind = kindWords[migration.kind]
  return {
    text: notice(`Delete ${ref}?`),
    blocks: [
      section(
        `Delete the ${kind} *${route(migration.source, migration.target)}* (${code(ref)}, ${lowered(word)})?\n` +
          'Its record and history are permanently deleted from the cloud. Objects already copied stay in the destination bucket.',
      ),
      ...choices([
        { label: `Delete the ${kind}`, command: `delete ${ref} --yes`, style: 'danger' },
        { label: 'Keep it', command: `status ${ref}` },
      ]),
    ],
  }
}

export function deletedMessage(migration: Migration): Message {
  const text = `${stateWords.deleted.icon} Deleted: *${route(migration.source, migration.target)}* (${code(refOf(migration))})`
  return { text: notice(`Deleted ${refOf(migration)}`), blocks: [section(text)] }
}
