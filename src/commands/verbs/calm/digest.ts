import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import { readDay, readTime, type Weekday } from '../../../text/calendar.ts'
import { digestForm, digestOff, digestSet } from '../../../views/page/calm.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { refuseRest } from '../../machine/rest.ts'
import { needsFor, patienceOf, type Whose, whosePatience } from './whose.ts'

export const digest: Command = {
  verb: 'digest',
  needs: needsFor,
  takes: { most: 'any', channel: true },
  usage: 'digest <daily | weekly [mon…sun] | off> <09:00> [#channel | me]',
  summary: 'Hear of everything at once, once a day or once a week',
  examples: ['digest daily 09:00', 'digest weekly fri 16:00 #data-moves', 'digest off'],
  notes: [
    'A weekly digest comes on Monday unless you name a day. Cards and boards go on meanwhile.',
    'Times are in your time zone, as your Slack profile has it. A channel’s needs the operator role, your own does not.',
  ],
  opensForm: ({ words, answers }) => answers === undefined && words.length === 0,
  async run(invocation, tools) {
    const { answers, origin } = invocation
    const whose = whosePatience(invocation, digest)
    if (answers === undefined && invocation.words.length === 0) {
      return {
        type: 'form',
        modal: digestForm({ channel: origin.channel, timeZone: await tools.timeZoneOf(origin.user) }),
      }
    }
    const words = answers === undefined ? whose.words : [...(answers.often ?? 'daily').split(' '), answers.time ?? '']
    return set(words, whose, { invocation, tools })
  },
}

/** How often a digest comes, and when. */
type Often = { time: string; on?: Weekday }

async function set(
  words: readonly string[],
  { of, isOwn }: Whose,
  { invocation, tools }: { invocation: Invocation; tools: Tools },
): Promise<Reply> {
  const { origin, answers } = invocation
  const { digest: _, ...before } = await patienceOf(of, tools.store)
  const isOff = words[0]?.toLowerCase() === 'off'
  if (isOff) refuseRest(words.slice(1), digest)
  const often = isOff ? undefined : readOften(words)
  if (!isOff && often === undefined) {
    const problem = 'Type how often and when, such as daily 09:00 or weekly fri 16:00.'
    if (answers !== undefined) return { type: 'form problems', problems: { time: problem } }
    throw new AppError('usage', { problem, usage: digest.usage })
  }
  const timeZone = await tools.timeZoneOf(origin.user)
  const chosen = often && { ...often, timeZone, by: origin.user, at: tools.clock.now() }
  const run = () => tools.store.patience.set(of, { ...before, ...defined({ digest: chosen }) })
  const detail = `${isOwn ? 'for themselves' : `in ${of}`}: ${isOff ? 'off' : `${words.join(' ')} ${timeZone}`}`
  await enact({ origin, needs: needsFor(invocation), verb: 'digest', detail, run }, tools)
  const message = chosen === undefined ? digestOff({ of, isOwn }) : digestSet(chosen, { of, isOwn })
  return { type: 'message', message }
}

function readOften(words: readonly string[]): Often | undefined {
  const [often = '', second = '', third, ...rest] = words
  if (often.toLowerCase() === 'daily') {
    const time = readTime(second)
    refuseRest(third === undefined ? rest : [third, ...rest], digest)
    return time === undefined ? undefined : { time }
  }
  if (often.toLowerCase() !== 'weekly') return undefined
  refuseRest(rest, digest)
  const day = readDay(second)
  const time = readTime(day === undefined ? second : (third ?? ''))
  if (day === undefined && third !== undefined) refuseRest([third], digest)
  return time === undefined ? undefined : { time, on: day ?? 'mon' }
}
