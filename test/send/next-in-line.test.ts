import { describe, expect, test } from 'vitest'
import type { Watch } from '../../src/store/store.ts'
import { createPostOffice, type PostOffice } from './post-office.ts'
import { callsIn, shutOut, toldIn } from './shut-out.ts'

const secondMs = 1000
const minuteMs = 60_000

async function addWatch(office: PostOffice, createdBy: string, channel = 'C1'): Promise<Watch> {
  const watch = { ...(await office.watch(`of-${createdBy}`, channel)), createdBy }
  await office.workspace.watches.set(watch.id, watch)
  return watch
}

describe('if Slack does not let Ferry reach a person', () => {
  test.each(['user_not_found', 'cannot_dm_bot', 'user_disabled', 'messages_tab_disabled'])(
    'with %s, those who watch there are told one after the other, then an admin',
    async (refuse) => {
      const office = createPostOffice()
      await office.decide(await office.watch(), {})
      await addWatch(office, 'U2')
      office.admins = ['U3', 'U4']
      office.slack.closed.add('C1')
      office.slack.faults.push({ method: 'open', fault: { refuse } }, { method: 'open', fault: { refuse } })
      const delivery = office.open()
      await delivery.sweep()
      await office.clock.advance(10 * secondMs)
      expect(toldIn(office)).toEqual(['U3'])
      expect(office.slack.calls.flatMap(({ call }) => (call.startsWith('open') ? [call] : []))).toEqual([
        ...['open U1', 'open U2', 'open U3'],
      ])
      await delivery.stop()
    },
  )

  test('in the conversation itself, the next in line is told, and the person’s conversation is not at fault', async () => {
    const { office, delivery } = await shutOut((one) => {
      one.admins = ['U3']
      one.slack.closed.add('D1')
    })
    await office.clock.advance(secondMs)
    expect(toldIn(office)).toEqual(['U3'])
    expect((await office.workspace.channels.get('D1'))?.broken).toBeUndefined()
    await delivery.stop()
  })

  test('and to nobody else, the log and a figure say so, and it is tried again when the channel is', async () => {
    const lost: string[] = []
    const { office, delivery } = await shutOut(
      ({ slack }) => slack.faults.push({ method: 'open', fault: { refuse: 'messages_tab_disabled' } }),
      { onNoticeLost: () => void lost.push('C1') },
    )
    expect(office.logged).toContain('Nobody could be told in private')
    expect(lost).toHaveLength(1)
    await delivery.sweep()
    await office.clock.advance(5 * minuteMs)
    expect(office.slack.told).toEqual([])
    await office.clock.advance(6 * minuteMs)
    await delivery.sweep()
    await office.clock.advance(secondMs)
    expect(toldIn(office)).toEqual(['U1'])
    await delivery.stop()
  })

  test('because the account is deactivated, the person is not tried again', async () => {
    const lost: string[] = []
    const { office, delivery } = await shutOut(({ slack }) => void slack.gone.add('U1'), {
      onNoticeLost: () => void lost.push('C1'),
    })
    for (let round = 0; round < 4; round += 1) {
      await office.clock.advance(11 * minuteMs)
      await delivery.sweep()
    }
    expect(callsIn(office, 'post C1').length).toBeGreaterThan(3)
    expect(callsIn(office, 'open U1')).toHaveLength(1)
    expect(lost).toHaveLength(1)
    await delivery.stop()
  })
})
