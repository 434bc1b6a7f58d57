import type { ActionsBlock, InputBlock, KnownBlock } from '@slack/types'
import { defined } from '../../defined.ts'
import { button, context, section } from '../blocks/elements.ts'
import { type Question, question } from '../blocks/form.ts'
import { limits } from '../blocks/limits.ts'

type KeySelect = Pick<Question, 'name' | 'label' | 'hint' | 'isOptional' | 'isSuggested'> & {
  /** Names of the stored keys. */
  keys: readonly string[]
  /** The key that opened this bucket last, which is preselected. No other key is guessed. */
  last?: string | undefined
}
export type KeyQuestion = Pick<KeySelect, 'name' | 'label' | 'keys' | 'last' | 'hint'> & {
  /** The bucket that the key opens, as mrkdwn. */
  opens: string
}

/** Most keys in a list. Of more, one is found by typing. */
export const mostListed = limits.selectOptions

/** The question for the stored key that opens a bucket. */
export function keyQuestion({ opens, ...asked }: KeyQuestion): KnownBlock[] {
  const { label, keys } = asked
  if (keys.length === 0) return [section(`*${label}* for ${opens}: there is none yet. Add one below.`)]
  return [keySelect({ ...asked, isSuggested: keys.length > mostListed }), context(`Opens ${opens}`)]
}

export function keySelect({ name, label, keys, last, hint, isOptional = false, isSuggested }: KeySelect): InputBlock {
  return question({
    name,
    label,
    isOptional,
    ...(isSuggested
      ? { isSuggested, placeholder: 'Type to find a key' }
      : { choices: keys.map((key) => ({ value: key, label: key })) }),
    ...(last !== undefined && keys.includes(last) ? { initial: last } : {}),
    ...defined({ hint }),
  })
}

/**
 * A button that opens the form for a key on top of the one that `command` has opened. That form then offers the new
 * key.
 */
export function addKeyButton(command: string): ActionsBlock {
  const quoted = `"${command.replaceAll('"', '')}"`
  return { type: 'actions', elements: [button({ label: 'Add a key', command: `keys add --for ${quoted}` })] }
}
