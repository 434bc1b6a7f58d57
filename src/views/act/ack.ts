import type { ContextBlock } from '@slack/types'
import { defined } from '../../defined.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { mention } from '../request/card.ts'
import { plural } from '../words/format.ts'
import { at, code } from '../words/text.ts'

/** Who takes care of something: their Slack user id, and since when, in epoch milliseconds. */
export type Taken = { holder: string; at: number }

/** The button with which somebody says that they take care of something, or the one with which they hand it on. */
export function takeChoice(what: string, isTaken: boolean): Choice {
  return isTaken ? { label: 'Hand on', command: `ack ${what} to` } : { label: 'I have it', command: `ack ${what}` }
}

/** The line that says who takes care of something, if anybody does. */
export function takenBlocks(taken: Taken | undefined): ContextBlock[] {
  if (taken === undefined) return []
  return [context(`:raising_hand: ${mention(taken.holder)} has it, since ${at(taken.at)}`)]
}

/** The line of history that says who takes care of something, and who handed it on. */
export function takenNote({ holder, by }: { holder: string; by: string }): string {
  return holder === by ? `${mention(holder)} has it` : `${mention(by)} handed it on to ${mention(holder)}`
}

/** `refs`: what is taken. `group`: the group that they are of, if they were taken together. `user`: the person who reads. */
type Answer = { holder: string; user: string; refs: readonly string[]; group?: string }

export function takenAnswer({ holder, user, refs, group }: Answer): Message {
  const [only = ''] = refs
  const what = refs.length === 1 ? code(only) : plural(refs.length, 'migration')
  const who = holder === user ? 'You have' : `${mention(holder)} has`
  return {
    text: holder === user ? 'You have it' : 'Handed on',
    blocks: [
      section(`:raising_hand: *${who} ${what}.* Nobody else is called about ${refs.length === 1 ? 'it' : 'them'}.`),
      context('If it fails again after a restart, people are called anew.'),
      ...choices([
        ...(refs.length === 1 ? [{ label: 'Details', command: `status ${only}` }] : []),
        { label: 'Hand on', command: `ack ${group === undefined ? only : `--group ${group}`} to` },
      ]),
    ],
  }
}

/** The answer to somebody who wants to take what another person has. */
export function takenBefore({ ref, holder, at: since, user }: Taken & { ref: string; user: string }): Message {
  const isOwn = holder === user
  const who = isOwn ? 'You have' : `${mention(holder)} has`
  return {
    text: isOwn ? 'You have it already' : 'Somebody has it already',
    blocks: [
      section(`:raising_hand: ${who} had ${code(ref)} since ${at(since)}.`),
      ...choices([
        ...(isOwn ? [] : [{ label: 'Take it over', command: `ack ${ref} --yes` }]),
        { label: 'Hand on', command: `ack ${ref} to` },
      ]),
    ],
  }
}

/** Asks to whom something is handed on. `command` opens the form. */
export function handOnForm(command: string, channel?: string): Modal {
  return formModal({
    title: 'Hand on',
    submit: 'Hand on',
    memo: { command, ...defined({ channel }) },
    blocks: [question({ name: 'person', label: 'Who takes care of it?', isPerson: true })],
  })
}
