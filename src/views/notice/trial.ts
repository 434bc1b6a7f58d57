import { slackRefusal } from '../../errors/errors.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { mention } from '../request/card.ts'
import { formatDuration } from '../words/format.ts'
import { escaped, at as moment, sentence } from '../words/text.ts'

/** The test message: who sent it, and when, in epoch milliseconds. */
export function trialMessage({ by, at }: { by: string; at: number }): Message {
  return {
    text: 'A test: Ferry’s messages arrive here',
    blocks: [
      section(':satellite_antenna: *A test: Ferry’s messages arrive here.* Nothing has to be done.'),
      context(`sent by ${mention(by)} ${moment(at, 'seconds')}`),
    ],
  }
}

/** Outcome of a test message. */
type TrialOutcome = { type: 'arrived' } | { type: 'refused'; reason: string } | { type: 'waiting'; heldSince?: number }

/** `heldBack`: why announcements are held back in the channel now, in words. */
type Answer = { channel: string; outcome: TrialOutcome; tookMs: number; heldBack?: string }

/** The answer to whoever sent a test: what came back from Slack. */
export function trialAnswer({ channel, outcome, tookMs, heldBack }: Answer): Message {
  const place = `<#${escaped(channel)}>`
  const took = tookMs < 1000 ? 'at once' : `after ${formatDuration(tookMs)}`
  const lines = {
    arrived: [`:white_check_mark: *The test arrived in ${place}*, ${took}: Slack has accepted it.`],
    refused: refusedLines(outcome, place),
    waiting: waitingLines(outcome, { place, took: formatDuration(tookMs) }),
  }[outcome.type]
  const note = outcome.type === 'arrived' && heldBack !== undefined ? [context(heldBack)] : []
  return {
    text: { arrived: 'The test arrived', refused: 'Slack refused the test', waiting: 'The test still waits' }[
      outcome.type
    ],
    blocks: [
      section(lines.join('\n')),
      ...note,
      ...choices([
        ...(outcome.type === 'arrived' ? [] : [{ label: 'Test again', command: `test <#${channel}>` }]),
        { label: 'Watches', command: 'watches' },
      ]),
    ],
  }
}

function refusedLines(outcome: TrialOutcome, place: string): string[] {
  if (outcome.type !== 'refused') return []
  const { what, next } = slackRefusal(outcome.reason)
  return [`:x: *Slack refused the test in ${place}.*`, sentence(what), ...(next === '' ? [] : [sentence(next)])]
}

function waitingLines(outcome: TrialOutcome, { place, took }: { place: string; took: string }): string[] {
  if (outcome.type !== 'waiting') return []
  const why =
    outcome.heldSince === undefined
      ? 'Ferry goes on trying for an hour. `/migrate doctor` says whether Slack answers at all.'
      : `Slack has limited Ferry’s messages since ${moment(outcome.heldSince)}. It is sent as soon as Slack lets it.`
  return [`:hourglass_flowing_sand: *The test waits in ${place}*: Slack has not accepted it within ${took}.`, why]
}
