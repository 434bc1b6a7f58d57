import type { Copying, Overwrite } from '../migrations/copying.ts'
import { code } from './text.ts'

/** How things are copied, each in a few words; nothing of what is not said. */
export function copyingWords(copying: Copying): string[] {
  const { overwrite, check, storageClass } = copying
  const flags = flagWords.filter(([name]) => copying[name] !== undefined)
  return [
    ...(overwrite === undefined ? [] : [overwriteWords[overwrite]]),
    ...(check === undefined ? [] : [`compares ${check === 'none' ? 'nothing' : check}`]),
    ...(storageClass === undefined ? [] : [`storage class ${code(storageClass, 40)}`]),
    ...flags.map(([name, word]) => `${copying[name] === true ? '' : 'not '}${word}`),
  ]
}

const overwriteWords: Record<Overwrite, string> = {
  never: 'never overwrites',
  'if size or time differ': 'overwrites if size or time differ',
  'if checksum differs': 'overwrites if the checksum differs',
  always: 'always overwrites',
}

const flagWords = [
  ['copiesMetadata', 'copying metadata'],
  ['restoresArchived', 'restoring archived objects'],
  ['encrypts', 'encrypting'],
  ['requesterPays', 'paying as the requester'],
  ['recordsFailures', 'recording failed objects'],
] as const
