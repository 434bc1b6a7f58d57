import { AppError } from '../../errors/errors.ts'
import { escalationForm, escalationSet } from '../../views/act/escalate.ts'
import { isChannel } from '../find/words.ts'
import type { Command, Invocation, Tools } from '../machine/command.ts'
import { enact } from '../machine/enact.ts'
import { refuseRest } from '../machine/rest.ts'
import { readSpan } from './calm/times.ts'
import { channelOf } from './watch/channel.ts'

export const escalate: Command = {
  verb: 'escalate',
  aliases: ['escalation'],
  needs: 'operator',
  takes: { most: 'any', channel: true },
  usage: 'escalate <30m | off> [#channel]',
  summary: 'Call others about a failure that nobody takes',
  examples: ['escalate 30m', 'escalate 2h #data-moves', 'escalate off'],
  notes: ['If nobody takes a failure or a stall in time, Ferry calls the owners of the account, or else the admins.'],
  opensForm: ({ words, answers }) => answers === undefined && words.every(isChannel),
  async run(invocation, tools) {
    const { answers, words } = invocation
    const channel = channelOf(invocation, escalate)
    const before = (await tools.store.patience.get(channel))?.escalation?.afterMs
    const said = answers?.after ?? words.filter((word) => !isChannel(word))
    if (answers === undefined && said.length === 0) return { type: 'form', modal: escalationForm(channel, before) }
    const afterMs = read(typeof said === 'string' ? [said] : said)
    if (afterMs !== before) await save(channel, afterMs, { invocation, tools })
    const message = escalationSet({ channel, afterMs, before })
    return { type: 'message', message }
  },
}

const shortestMs = 5 * 60_000
const longestMs = 7 * 24 * 60 * 60_000

/** A time such as 30m, 2 hours or 1d, in milliseconds. Undefined for `off`. Throws AppError usage for anything else. */
function read(words: readonly string[]): number | undefined {
  const isOff = words[0]?.toLowerCase() === 'off'
  const { ms, rest } = isOff ? { rest: words.slice(1) } : readSpan(words)
  if (!isOff && (ms === undefined || ms < shortestMs || ms > longestMs)) {
    const problem = 'Give a time from 5m to 7d, such as 30m or 2h, or off.'
    throw new AppError('usage', { problem, usage: escalate.usage })
  }
  refuseRest(rest, escalate)
  return ms
}

type Acting = { invocation: Invocation; tools: Tools }

async function save(channel: string, afterMs: number | undefined, { invocation, tools }: Acting): Promise<void> {
  const { origin } = invocation
  const { store, clock } = tools
  const run = async () => {
    const { escalation: _, ...patience } = (await store.patience.get(channel)) ?? { of: channel }
    const changed = afterMs === undefined ? {} : { escalation: { by: origin.user, at: clock.now(), afterMs } }
    await store.patience.set(channel, { ...patience, ...changed })
  }
  const detail = `${afterMs === undefined ? 'off' : `${afterMs / 60_000} min`} in ${channel}`
  await enact({ origin, needs: 'operator', isForAny: true, verb: 'escalate', detail, run }, tools)
}
