import type { BlockSuggestion } from '@slack/bolt'
import type { PlainTextOption } from '@slack/types'
import { parse } from '../../commands/machine/parse.ts'
import { isOptionValue, toOption } from '../../views/blocks/form.ts'
import { limits } from '../../views/blocks/limits.ts'
import type { Actor } from './actor.ts'
import type { Dispatcher } from './interaction.ts'
import { readMemo } from './memo.ts'

/** The options of a form's select while somebody types into it. Empty if the form is not Ferry's. */
export async function suggest(
  body: BlockSuggestion,
  { actor, dispatcher }: { actor: Actor; dispatcher: Dispatcher },
): Promise<PlainTextOption[]> {
  const memo = readMemo(body.view?.private_metadata ?? '')
  const parsed = memo === undefined ? undefined : parse(memo.command, dispatcher.commands)
  if (parsed?.type !== 'command') return []
  const { command, words, flags, typed } = parsed
  const origin = { ...actor, door: 'form' as const }
  const asked = { question: body.block_id, typed: body.value }
  const offered = await dispatcher.suggest(command, { words, flags, typed, origin }, asked)
  return offered
    .filter(({ value }) => isOptionValue(value))
    .slice(0, limits.selectOptions)
    .map(toOption)
}
