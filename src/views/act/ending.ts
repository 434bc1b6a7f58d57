import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { choices, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { code, notice } from '../words/text.ts'
import { kindWords, lowered, route, standingWords, stateWords } from '../words/words.ts'

/** The question before a migration is cancelled, which cannot be undone. */
export function cancelQuestion(migration: Migration): Message {
  const effect = 'It ends for good and can’t be started again.'
  return question(migration, { ask: 'Cancel', about: code(refOf(migration)), effect, leave: 'Let it run' })
}

/** The question before a migration is deleted, which cannot be undone. */
export function deleteQuestion(migration: Migration): Message {
  const about = `${code(refOf(migration))}, ${lowered(standingWords(migration).word)}`
  const effect = 'Its record and history are permanently deleted from the cloud.'
  return question(migration, { ask: 'Delete', about, effect, leave: 'Keep it' })
}

type Asked = { ask: 'Cancel' | 'Delete'; about: string; effect: string; leave: string }

function question(migration: Migration, { ask, about, effect, leave }: Asked): Message {
  const ref = refOf(migration)
  const kind = kindWords[migration.kind]
  const title = `${ask} the ${kind} *${route(migration.source, migration.target)}* (${about})?`
  return {
    text: notice(`${ask} ${ref}?`),
    blocks: [
      section(`${title}\n${effect} Objects already copied stay in the destination bucket.`),
      ...choices([
        { label: `${ask} the ${kind}`, command: `${ask.toLowerCase()} ${ref} --yes`, style: 'danger' },
        { label: leave, command: `status ${ref}` },
      ]),
    ],
  }
}

export function deletedMessage(migration: Migration): Message {
  const text = `${stateWords.deleted.icon} Deleted: *${route(migration.source, migration.target)}* (${code(refOf(migration))})`
  return { text: notice(`Deleted ${refOf(migration)}`), blocks: [section(text)] }
}
