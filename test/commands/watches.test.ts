import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

async function createFull(count: number): Promise<Desk> {
  const desk = await createDesk()
  await desk.addAccount()
  for (let index = 0; index < count; index += 1) {
    const id = `${191_000 + index}`
    desk.cloud.add(sample({ id }))
    const watch = { account: 'prod-hw', kind: 'task' as const, migrationId: id, channel: 'C1', createdBy: 'U1' }
    await desk.tools.store.watches.set(id, { id, ...watch, createdAt: index })
  }
  return desk
}

describe('the page of watches', () => {
  test('has pages, each of which leads to the next and the one before', async () => {
    const desk = await createFull(25)
    const first = shownIn((await desk.types('watches')).reply)
    expect((await desk.reads('watches'))[0]).toBe('*25 watches* · page 1 of 3')
    expect(typedBy(first)).toMatchObject({ Next: 'watches --page 2', 'Send a test here': 'test <#C1>' })
    const last = shownIn((await desk.types('watches --page 3')).reply)
    expect(typedBy(last)).toMatchObject({ Previous: 'watches --page 2' })
    expect(typedBy(last)).not.toHaveProperty('Next')
    expect(last.blocks.filter(({ type }) => type === 'section')).toHaveLength(1 + 5)
    expect((await desk.reads('watches --page 9')).join()).toContain('There is nothing on this page.')
    expect((await desk.types('watches --page two')).code).toBe('usage')
  })

  test('says of each what is held back and why, and offers to undo it', async () => {
    const desk = await createFull(1)
    await desk.types('mute 191000 2h')
    await desk.hasTrouble('prod-hw', new AppError('provider_denied', { provider: huawei.label, account: 'prod-hw' }))
    const reading = (await desk.reads('watches')).join('\n')
    expect(reading).toMatch(/:no_bell: Muted until .* by <@U1>/)
    expect(reading).toMatch(/1 not read · 1 held back/)
    expect(typedBy(shownIn((await desk.types('watches')).reply))).toMatchObject({
      Unmute: 'unmute prod-hw/191000 <#C1>',
      Unwatch: 'unwatch prod-hw/191000 <#C1>',
      'Set a deadline': 'watch prod-hw/191000 by <#C1>',
    })
  })

  test('says that a channel is quiet now, in the time zone of the quiet hours', async () => {
    const desk = await createFull(1)
    const now = new Date(desk.clock.now())
    expect(now.getUTCHours()).toBe(12)
    await desk.types('quiet 12:30-13:30')
    expect(await desk.reads('watches')).toContain(
      ':crescent_moon: *Quiet 12:30–13:30 (Europe/Berlin)* now, in <#C1> · by <@U1>',
    )
    await desk.types('quiet 13:30-14:30')
    const later = await desk.reads('watches')
    expect(later).toContain(':crescent_moon: *Quiet 13:30–14:30 (Europe/Berlin)* in <#C1> · by <@U1>')
    expect(later.join()).not.toContain('held back')
  })

  test('says once on each page what holds back everything in a channel', async () => {
    const desk = await createFull(14)
    await desk.types('digest daily 09:00')
    const [first, second] = [await desk.reads('watches'), await desk.reads('watches --page 2')]
    expect(first.slice(0, 4)).toEqual([
      '*14 watches* · page 1 of 2',
      '14 held back',
      ':newspaper: *Digest every day at 09:00 (Europe/Berlin)* in <#C1> · by <@U1>',
      '[Turn off]',
    ])
    const told = ':newspaper: Told in the digest, every day at 09:00 (Europe/Berlin) · in <#C1>'
    expect(second.slice(0, 3)).toEqual(['*14 watches* · page 2 of 2', '14 held back', told])
    expect([...first, ...second].filter((line) => line === told)).toHaveLength(1)
    await desk.types('digest off')
    await desk.types('mute prod-hw 2h')
    const muted = (await desk.reads('watches --page 2')).filter((line) => line.includes('uted until'))
    expect(muted).toEqual([expect.stringMatching(/^:no_bell: `prod-hw` muted until .* by <@U1> · in <#C1>$/)])
  })

  test('counts subscriptions in its title, names their sets like a sentence, and shows what ended last', async () => {
    const desk = await createFull(1)
    const set = {
      of: {},
      hears: 'ended',
      shows: 'announcements',
      channel: 'C1',
      createdBy: 'U1',
      createdAt: 1,
    } as const
    await desk.tools.store.subscriptions.set('s-1', { id: 's-1', ...set })
    await desk.tools.store.subscriptions.set('s-2', { id: 's-2', ...set, ended: { by: 'U2', at: 2 } })
    const lines = await desk.reads('watches')
    expect(lines.slice(0, 4)).toEqual([
      '*1 subscription · 1 watch*',
      '1 ended',
      ':bell: *All accounts* in <#C1> · by <@U1>',
      'Hears of every end · sees announcements alone',
    ])
    expect(lines.indexOf('*All accounts*')).toBeGreaterThan(
      lines.indexOf('[… Details | Set a deadline | Mute for a day | Send a test there | Unwatch]'),
    )
  })

  test('shows in a private chat with Ferry what the person has muted there', async () => {
    const desk = await createFull(1)
    const [watch] = (await desk.tools.store.watches.list()).items
    if (watch === undefined) throw new Error('There is a watch')
    await desk.tools.store.watches.set(watch.id, { ...watch, channel: 'D1' })
    await desk.types('mute 191000 2h me')
    expect((await desk.reads('watches')).filter((line) => line.startsWith(':no_bell: Muted until'))).toHaveLength(1)
  })
})

test('a test whose message Slack does not accept in time says so', async () => {
  const desk = await createDesk()
  expect((await desk.reads('test')).slice(0, 2)).toEqual([
    ':hourglass_flowing_sand: *The test waits in <#C1>*: Slack has not accepted it within 15 s.',
    'Ferry goes on trying for an hour. `/migrate doctor` says whether Slack answers at all.',
  ])
  expect(desk.tried).toEqual(['C1'])
})
