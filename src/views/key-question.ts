import type { ActionsBlock, KnownBlock } from '@slack/types'
import { button, context, section } from './elements.ts'
import { question } from './form.ts'
import { limits } from './limits.ts'

export type KeyQuestion = {
  name: string
  label: string
  /** Names of the stored keys. */
  keys: readonly string[]
  /** The key that opened this bucket last, which is preselected. No other key is guessed. */
  last?: string | undefined
  /** The bucket that the key opens, as mrkdwn. */
  opens: string
  hint?: string
}

/** The question for the stored key that opens a bucket. */
export function keyQuestion({ name, label, keys, last, opens, hint }: KeyQuestion): KnownBlock[] {
  if (keys.length === 0) return [section(`*${label}* for ${opens}: there is none yet. Add one below.`)]
  const choices = keys.slice(0, limits.selectOptions).map((key) => ({ value: key, label: key }))
  const known = last !== undefined && keys.includes(last) ? { initial: last } : {}
  const explained = hint === undefined ? {} : { hint }
  return [question({ name, label, choices, ...known, ...explained }), context(`Opens ${opens}`)]
}

/**
 * A button that opens the form for a key on top of the one that `command` has opened. That form then offers the new
 * key.
 */
export function addKeyButton(command: string): ActionsBlock {
  const quoted = `"${command.replaceAll('"', '')}"`
  return { type: 'actions', elements: [button({ label: 'Add a key', command: `keys add --for ${quoted}` })] }
}
