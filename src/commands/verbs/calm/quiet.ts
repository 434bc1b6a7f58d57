import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import { readTime } from '../../../text/calendar.ts'
import { offAlready, quietForm, quietOff, quietSet } from '../../../views/page/calm.ts'
import { heldBackNow } from '../../../views/words/held-back.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { refuseRest } from '../../machine/rest.ts'
import { needsFor, patienceOf, type Whose, whosePatience, whoTurnedOff } from './whose.ts'

export const quiet: Command = {
  verb: 'quiet',
  needs: needsFor,
  takes: { most: 'any', channel: true },
  usage: 'quiet <22:00-07:00 | off> [#channel | me]',
  summary: 'Hold messages back during the night',
  examples: ['quiet 22:00-07:00', 'quiet off #data-moves', 'quiet 20:00-08:00 me'],
  notes: [
    'What happens meanwhile is told afterwards, together. Cards and boards go on, since they notify nobody.',
    'Times are in your time zone, as your Slack profile has it. A channel’s needs the operator role, your own does not.',
  ],
  opensForm: ({ words, answers }) => answers === undefined && words.length === 0,
  async run(invocation, tools) {
    const { answers, origin } = invocation
    const whose = whosePatience(invocation, quiet)
    if (answers === undefined && invocation.words.length === 0) {
      return {
        type: 'form',
        modal: quietForm({ channel: origin.channel, timeZone: await tools.timeZoneOf(origin.user) }),
      }
    }
    const words = answers === undefined ? whose.words : [`${answers.from ?? ''}-${answers.to ?? ''}`]
    return set(words, whose, { invocation, tools })
  },
}

type Setting = { invocation: Invocation; tools: Tools }

async function set(words: readonly string[], { of, isOwn }: Whose, { invocation, tools }: Setting): Promise<Reply> {
  const isOff = words[0]?.toLowerCase() === 'off'
  if (isOff) refuseRest(words.slice(1), quiet)
  const { origin, answers } = invocation
  const { quietHours, ...before } = await patienceOf(of, tools.store)
  if (isOff && quietHours === undefined) {
    const still = heldBackNow(before, tools.clock.now())
    const who = await whoTurnedOff('quiet', { of, isOwn }, { origin, tools })
    return { type: 'message', message: offAlready('quiet hours', { of, isOwn }, defined({ who, still })) }
  }
  const { from, to, rest } = readHours(words)
  if (!isOff && (from === undefined || to === undefined || from === to)) {
    const problem = 'Type when the quiet begins and ends, such as 22:00-07:00.'
    if (answers !== undefined) return { type: 'form problems', problems: { from: problem } }
    throw new AppError('usage', { problem, usage: quiet.usage })
  }
  if (!isOff) refuseRest(rest, quiet)
  const timeZone = await tools.timeZoneOf(origin.user)
  const hours = { from: from ?? '', to: to ?? '', timeZone, by: origin.user, at: tools.clock.now() }
  const run = () => tools.store.patience.set(of, isOff ? before : { ...before, quietHours: hours })
  const detail = `${isOwn ? 'for themselves' : `in ${of}`}: ${isOff ? 'off' : `${from}-${to} ${timeZone}`}`
  await enact({ origin, needs: needsFor(invocation), verb: 'quiet', detail, run }, tools)
  const message = isOff
    ? quietOff({ of, isOwn }, heldBackNow(before, tools.clock.now()))
    : quietSet(hours, { of, isOwn })
  return { type: 'message', message }
}

type Hours = { from: string | undefined; to: string | undefined; rest: readonly string[] }

/** Reads when the quiet begins and ends: 22:00-07:00, 22:00 - 07:00, 22:00 07:00 or from 22:00 to 07:00. */
function readHours(words: readonly string[]): Hours {
  const [from = '', to = '', ...rest] = words
    .join(' ')
    .replace(/^from /i, '')
    .split(/\s*-\s*|\s+(?:(?:to|until|till)\s+)?/i)
  return { from: readTime(from), to: readTime(to), rest }
}
