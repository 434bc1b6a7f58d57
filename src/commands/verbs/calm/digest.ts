import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import { daysAndTimesIn, readDay, type Weekday } from '../../../text/calendar.ts'
import { digestForm, digestOff, digestSet, offAlready } from '../../../views/page/calm.ts'
import { heldBackNow } from '../../../views/words/held-back.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { refuseRest } from '../../machine/rest.ts'
import { needsFor, patienceOf, type Whose, whosePatience, whoTurnedOff } from './whose.ts'

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

const shape = 'Type how often and when, such as daily 09:00 or weekly fri 16:00.'

/** How often a digest comes, and when. */
type Often = { time: string; on?: Weekday }

async function set(
  words: readonly string[],
  { of, isOwn }: Whose,
  { invocation, tools }: { invocation: Invocation; tools: Tools },
): Promise<Reply> {
  const { origin, answers } = invocation
  const { digest: present, ...before } = await patienceOf(of, tools.store)
  const isOff = words[0]?.toLowerCase() === 'off'
  if (isOff) refuseRest(words.slice(1), digest)
  if (isOff && present === undefined) {
    const still = heldBackNow(before, tools.clock.now())
    const who = await whoTurnedOff('digest', { of, isOwn }, { origin, tools })
    return { type: 'message', message: offAlready('digest', { of, isOwn }, defined({ who, still })) }
  }
  const often = isOff ? undefined : readOften(words)
  if (!isOff && often === undefined) {
    if (answers !== undefined) return { type: 'form problems', problems: { time: shape } }
    throw refused(shape)
  }
  const timeZone = await tools.timeZoneOf(origin.user)
  const chosen = often && { ...often, timeZone, by: origin.user, at: tools.clock.now() }
  const run = () => tools.store.patience.set(of, { ...before, ...defined({ digest: chosen }) })
  const detail = `${isOwn ? 'for themselves' : `in ${of}`}: ${isOff ? 'off' : `${words.join(' ')} ${timeZone}`}`
  await enact({ origin, needs: needsFor(invocation), verb: 'digest', detail, run }, tools)
  const message =
    chosen === undefined
      ? digestOff({ of, isOwn }, heldBackNow(before, tools.clock.now()))
      : digestSet(chosen, { of, isOwn })
  return { type: 'message', message }
}

/** Reads how often and when: `daily 09:00`, `weekly fri at 16:00` or `weekly 16:00 fri`. Undefined if that is not said. */
function readOften([often = '', ...others]: readonly string[]): Often | undefined {
  const isWeekly = often.toLowerCase() === 'weekly'
  if (!isWeekly && often.toLowerCase() !== 'daily') return undefined
  const said = others.filter((word) => !/^(at|on|every)$/i.test(word))
  const { days, times, wrong } = daysAndTimesIn(said, (word) => readDay(word) !== undefined)
  if (wrong !== undefined) throw refused(`\`${wrong.slice(0, 40)}\` is neither a day nor a time. ${shape}`)
  const [[time, ...moreTimes], [day, ...moreDays]] = [times, days]
  if (time === undefined) return undefined
  if (day !== undefined && !isWeekly) throw refused(`A daily digest has no day. Type weekly ${day} ${time.word}`)
  refuseRest([...moreTimes.map(({ word }) => word), ...moreDays], digest)
  return isWeekly ? { time: time.time, on: readDay(day ?? '') ?? 'mon' } : { time: time.time }
}

function refused(problem: string): AppError {
  return new AppError('usage', { problem, usage: digest.usage })
}
