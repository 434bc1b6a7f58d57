import type { ContextBlock } from '@slack/types'
import { defined } from '../../defined.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { mention, people } from '../request/card.ts'
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

/** `refs`: what it is about. `group`: the group that they are of, if it was asked for together. `user`: the person who reads. */
type Named = { refs: readonly string[]; group?: string; user: string }

/** `others`: the holders of the rest of the group, which stays theirs, each as often as they hold one. */
type Answer = Named & { holder: string; others?: readonly string[] }

export function takenAnswer({ holder, others = [], ...named }: Answer): Message {
  const { refs, user } = named
  const theirs = others.length === 1 ? 'another one' : `another ${others.length}`
  return {
    text: holder === user ? 'You have it' : 'Handed on',
    blocks: [
      section(
        `:raising_hand: *${have([holder], user)} ${whatOf(named)}.* Nobody else is called about ${refs.length === 1 ? 'it' : 'them'}.`,
      ),
      ...(others.length === 0 ? [] : [section(`${have(others, user)} ${theirs}.`)]),
      context('If it fails again after a restart, people are called anew.'),
      ...choices([
        ...(others.length === 0 ? [] : [takeOver(named, others.length)]),
        ...(refs.length === 1 ? [{ label: 'Details', command: `status ${refs[0]}` }] : []),
        { label: 'Hand on', command: `${commandFor(named)} to` },
      ]),
    ],
  }
}

/** The answer to somebody who wants to take what people, or they themselves, have already. `since`: since when, of a single one. */
export function takenBefore({
  holders,
  since,
  ...named
}: Named & { holders: readonly string[]; since?: number }): Message {
  const { user } = named
  const isOwn = holders.every((holder) => holder === user)
  const what = since === undefined ? `${whatOf(named)} already` : `had ${whatOf(named)} since ${at(since)}`
  return {
    text: isOwn ? 'You have it already' : 'Somebody has it already',
    blocks: [
      section(`:raising_hand: ${have(holders, user)} ${what}.`),
      ...choices([
        ...(isOwn ? [] : [takeOver(named, named.refs.length)]),
        { label: 'Hand on', command: `${commandFor(named)} to` },
      ]),
    ],
  }
}

/** "You have", "@ann has" or "@ann, @bob have". */
function have(holders: readonly string[], user: string): string {
  const [first = '', ...more] = new Set(holders)
  if (more.length > 0) return `${people([first, ...more])} have`
  return first === user ? 'You have' : `${mention(first)} has`
}

function whatOf({ refs: [only = '', ...more] }: Named): string {
  return more.length === 0 ? code(only) : plural(more.length + 1, 'migration')
}

function commandFor({ refs: [only], group }: Named): string {
  return `ack ${group === undefined ? only : `--group ${group}`}`
}

/** The button that takes over what others have: so many migrations. */
function takeOver(named: Named, count: number): Choice {
  return { label: count === 1 ? 'Take it over' : 'Take them over', command: `${commandFor(named)} --yes` }
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
