import type { KnownBlock } from '@slack/types'
import { choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { FormMemo } from '../blocks/ids.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { pageOf, pageRows, pageText, turns } from '../blocks/pages.ts'
import { plural } from '../words/format.ts'
import { at, code, escaped, named, notice } from '../words/text.ts'

/** A storage key as people may see it: never the secret, and only the end of the access key. */
export type KeyLine = { name: string; hint: string; createdBy: string; createdAt: number }

/** Questions for a key. Their names are those that `commands/keys.ts` reads. */
export const keyFields = [
  { name: 'accessKey', label: 'Access key', isOptional: true, maxLength: 100 },
  { name: 'secretKey', label: 'Secret key', isOptional: true, maxLength: 100 },
  {
    name: 'sessionToken',
    label: 'Session token',
    hint: 'Only for temporary keys. It must stay valid until the migration is done.',
    isOptional: true,
    maxLength: 3000,
  },
  { name: 'connectionString', label: 'Azure connection string', isOptional: true, maxLength: 3000 },
  { name: 'jsonKeyFile', label: 'Google key file (JSON)', isOptional: true, isMultiline: true, maxLength: 3000 },
  { name: 'cdnKey', label: 'CDN authentication key', isOptional: true, maxLength: 255 },
] as const

export function keyForm(memo: FormMemo): Modal {
  return formModal({
    title: 'Add a storage key',
    submit: 'Save',
    memo,
    blocks: [
      section(
        'A storage key opens a source or destination bucket. Fill in either the access and secret key, the Azure field or the Google field. It is stored encrypted and never shown again.',
      ),
      question({
        name: 'name',
        label: 'Key name',
        hint: 'A short name to recognize it by. Use letters, digits and dashes.',
        placeholder: 'photos-read',
        maxLength: 40,
      }),
      ...keyFields.map((field) => question(field)),
    ],
  })
}

/** `only`: the keys that are shown, if not all: the reader's own, or those whose names begin like this. */
type KeyPage = { unreadable: number; page: number; only?: 'mine' | { begin: string } }

export function keyList(keys: readonly KeyLine[], { unreadable, page, only }: KeyPage): Message {
  const part = pageOf(keys, page)
  const { none, narrowed, command } = pageWords(only, keys.length)
  const lone = typeof only === 'object' && keys.length === 1 ? keys[0] : undefined
  const blocks: KnownBlock[] = [
    section(keys.length === 0 ? none : `*${plural(keys.length, 'storage key')}*${narrowed}${pageText(part)}`),
    ...pageRows(part, (key) =>
      section(`${code(key.name)} · ${named(key.hint)}\nadded by <@${escaped(key.createdBy)}> ${at(key.createdAt)}`),
    ),
    ...(unreadable > 0
      ? [context(`:warning: ${plural(unreadable, 'stored key')} can’t be read; nothing was deleted`)]
      : []),
    ...choices([
      ...turns(command, part),
      ...(lone === undefined ? [] : [{ label: 'Remove…', command: `keys remove ${lone.name}` }]),
      ...(only === undefined ? [] : [{ label: 'All keys', command: 'keys' }]),
      { label: 'Add a key', command: 'keys add', ...(keys.length === 0 ? { style: 'primary' as const } : {}) },
    ]),
    ...(keys.length === 0 || lone !== undefined
      ? []
      : [context('Operators can remove one with `/migrate keys remove` and its name.')]),
  ]
  return { text: plural(keys.length, 'storage key'), blocks }
}

/** Words of a page: if there is no key, beside their number, and the command that shows it. */
function pageWords(only: KeyPage['only'], count: number): { none: string; narrowed: string; command: string } {
  if (only === 'mine') {
    return { none: 'You have added no storage key.', narrowed: ' · added by you', command: 'keys me' }
  }
  const none = 'No storage keys yet. To start a paused migration, you need one for each bucket.'
  if (only === undefined) return { none, narrowed: '', command: 'keys' }
  return {
    none,
    narrowed: count === 1 ? '' : ` that begin with ${code(only.begin, 40)}`,
    command: `keys ${only.begin}`,
  }
}

/** The answer to a saved key. `returnTo` is the command that was interrupted because the key was missing. */
export function keySaved(name: string, returnTo?: string): Message {
  return {
    text: notice(`Storage key ${name} is saved`),
    blocks: [
      section(
        `:white_check_mark: ${code(name)} is saved, encrypted. You can choose it wherever Ferry needs to open a bucket.`,
      ),
      ...(returnTo === undefined ? [] : choices([{ label: 'Continue', command: returnTo, style: 'primary' }])),
    ],
  }
}

export function keyRemoveQuestion(name: string): Message {
  return {
    text: notice(`Remove ${name}?`),
    blocks: [
      section(
        `Remove the storage key ${code(name)}?\nFerry forgets it. Running migrations continue, but you will need another key to start one again.`,
      ),
      ...choices([
        { label: 'Remove', command: `keys remove ${name} --yes`, style: 'danger' },
        { label: 'Keep it', command: 'keys' },
      ]),
    ],
  }
}

export function keyRemoved(name: string): Message {
  return {
    text: notice(`Storage key ${name} is removed`),
    blocks: [section(`${code(name)} is removed and its secret is forgotten.`)],
  }
}
