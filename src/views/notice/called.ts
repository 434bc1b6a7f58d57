import type { Part, Responder } from '../../access/owners.ts'
import { context } from '../blocks/elements.ts'
import { at, escaped } from '../words/text.ts'

type Told = { text: string; blocks: readonly { type: string; block_id?: string }[] }

type Called = {
  channel: string
  responders: readonly Responder[]
  /** When the channel hears of it, if it is not to be disturbed now, in epoch milliseconds. */
  heldUntil?: number
}

/** Private message to somebody whose turn it is: the message in the channel, why they get it, and how to stop that. */
export function calledMessage({ text, blocks }: Told, { channel, responders, heldUntil }: Called): Told {
  const why = [...new Set(responders.map(({ part }) => partWords[part]))].join(' or ')
  const place = `<#${escaped(channel)}>`
  const where = heldUntil === undefined ? `${place} was told too.` : `${place} hears of it ${at(heldUntil)}.`
  const line = `You get this because ${why}. ${where} To change who is called, type \`/migrate owner\`.`
  return { text, blocks: [...blocks, context(line)] }
}

const partWords: Readonly<Record<Part, string>> = {
  'source key': 'you own its source key',
  'destination key': 'you own its destination key',
  'source bucket': 'you own its source bucket',
  'destination bucket': 'you own its destination bucket',
  account: 'you own its account',
  requester: 'you requested it',
  watcher: 'you follow it',
  connector: 'you connected its account',
}
