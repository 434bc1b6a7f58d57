import type { ActionsBlock, KnownBlock } from '@slack/types'
import { button, context, section } from './elements.ts'
import { question } from './form.ts'
import { limits } from './limits.ts'

export type KeyQuestion = {
  name: string
  label: string
  /** Names of the kept keys. */
  keys: readonly string[]
  /** The one that opened this bucket last: chosen already. Others are never guessed. */
  last?: string | undefined
  /** The bucket, formatted. */
  opens: string
  hint?: string
}

/** Asks which kept key opens a bucket. */
export function keyQuestion({ name, label, keys, last, opens, hint }: KeyQuestion): KnownBlock[] {
  if (keys.length === 0) return [section(`*${label}* for ${opens}: none is kept yet. Add one below.`)]
  const choices = keys.slice(0, limits.selectOptions).map((key) => ({ value: key, label: key }))
  const known = last !== undefined && keys.includes(last) ? { initial: last } : {}
  const explained = hint === undefined ? {} : { hint }
  return [question({ name, label, choices, ...known, ...explained }), context(`Opens ${opens}`)]
}

/** Lays the form for a key over the one that `command` has opened, which knows the key when it is seen again. */
export function addKeyButton(command: string): ActionsBlock {
  const quoted = `"${command.replaceAll('"', '')}"`
  return { type: 'actions', elements: [button({ label: 'Add a key', command: `keys add --for ${quoted}` })] }
}
