import type { OptionField } from '../../migrations/fields/field.ts'
import { optionFields } from '../../migrations/fields/option-fields.ts'
import type { Phrase, PhrasePart } from '../../migrations/fields/phrase.ts'
import type { Copying } from '../../migrations/spec/copying.ts'
import type { SpecOptions } from '../../migrations/spec/spec.ts'
import { at, code, named } from './text.ts'

/** Options in a few words each, as chosen or as a cloud reports them. Options that are not set are left out. */
export function optionWords(options: Copying | SpecOptions): string[] {
  const given = new Map<string, unknown>(Object.entries(options))
  const rows: [string, OptionField<unknown>][] = Object.entries(optionFields)
  return rows
    .flatMap(([name, field]) => (given.has(name) ? [phraseText(field.words(given.get(name)))] : []))
    .filter((words) => words !== '')
}

function phraseText(phrase: Phrase): string {
  return phrase.map(partText).join('')
}

function partText(part: PhrasePart): string {
  if (typeof part === 'string') return part
  if ('moment' in part) return at(part.moment)
  return 'name' in part ? code(part.name, part.most) : named(part.word, part.most)
}
