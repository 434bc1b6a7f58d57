import { AppError } from '../../../errors/errors.ts'
import { repairBegun } from '../../../views/notice/damage.ts'
import type { Command } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { channelIn } from '../../machine/tokenize.ts'
import { channelOf } from './channel.ts'
import { damageIn } from './damage.ts'

export const repair: Command = {
  verb: 'repair',
  needs: 'admin',
  concernsAll: true,
  takes: { most: 0, channel: true },
  usage: 'repair [#channel]',
  summary: 'Resume posting in a channel whose record is damaged',
  examples: ['repair', 'repair #data-moves'],
  notes: [
    'Ferry posts new cards and reports what happened since it noticed the damage.',
    'Earlier messages are not repeated. The damaged record is kept.',
  ],
  async isDoneAlready({ words, origin }, { store }) {
    const channel = words[0] === undefined ? origin.channel : channelIn(words[0])
    return channel !== undefined && (await damageIn(channel, store)) === undefined
  },
  async run(invocation, tools) {
    const { origin } = invocation
    const { store, clock } = tools
    const channel = channelOf(invocation, repair)
    const since = await damageIn(channel, store)
    if (since === undefined) throw new AppError('repair_needless', { channel: `<#${channel}>` })
    const run = () => store.repairs.set(channel, { channel, by: origin.user, at: clock.now() })
    await enact({ origin, needs: 'admin', verb: 'repair', detail: `in ${channel}`, run }, tools)
    return { type: 'message', message: repairBegun({ channel, since }) }
  },
}
