import { beforeEach, describe, expect, test } from 'vitest'
import { sample } from '../migrations/sample.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const [first, second] = [sample(), sample({ id: '230800000000001', name: 'orders' })]
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  await desk.hasListed(first, second)
  desk.cloud.add(first, second)
})

describe('the watches', () => {
  beforeEach(async () => {
    await desk.types('watch 1912… <#C1>')
    await desk.types('watch 2308… <#C2>', { user: 'U2' })
    await desk.types('quiet 22:00-07:00 <#C2>')
  })

  test.each([
    ['watches', ['*2 watches*', '1912', '2308', 'Quiet 22']],
    ['watches me', ['*1 watch · yours*', '1912']],
    ['watches mine, please', ['*1 watch · yours*', '1912']],
    ['watches here', ['*1 watch* · in <#C1>', '1912']],
    ['watches in <#C2>', ['*1 watch* · in <#C2>', '2308', 'Quiet 22']],
    ['watches me <#C2>', ['You watch nothing in <#C2>.']],
    ['subscriptions <#C3>', ['Nothing is watched in <#C3>.']],
  ])('are narrowed to what is named: %s', async (text, shown) => {
    const reading = (await desk.reads(text)).join('\n')
    const all = ['1912', '2308', 'Quiet 22']
    expect(all.filter((one) => reading.includes(one))).toEqual(all.filter((one) => shown.includes(one)))
    expect(reading).toContain(shown[0])
  })

  test('say of somebody who follows nothing that they do, and lead on', async () => {
    const lines = await desk.reads('watches me', { user: 'U3' })
    expect(lines[0]).toMatch(/^You watch nothing\. Watch a migration to /)
    expect(lines.at(-1)).toContain('[All watches] [List migrations]')
  })

  test('say of somebody who only has quiet hours that they watch nothing now', async () => {
    await desk.types('quiet me 21:00-06:00', { user: 'U3' })
    const lines = await desk.reads('watches me', { user: 'U3' })
    expect(lines[0]).toBe('*You watch nothing now*')
    expect(lines.join('\n')).toContain('Quiet 21')
  })

  test('keep what narrows them on the next page', async () => {
    for (let index = 0; index < 12; index += 1) {
      const watch = { account: 'prod-hw', kind: 'task' as const, migrationId: `${191_000 + index}`, channel: 'C1' }
      await desk.tools.store.watches.set(`w${index}`, { id: `w${index}`, ...watch, createdBy: 'U1', createdAt: index })
    }
    const shown = shownIn((await desk.types('watches me here')).reply)
    expect(typedBy(shown)).toMatchObject({ Next: 'watches me <#C1> --page 2' })
  })
})

test('requests are narrowed to those of the person', async () => {
  expect((await desk.reads('requests me'))[0]).toBe('*Your open requests*')
  expect((await desk.reads('requests all mine'))[0]).toBe('*All your requests*')
})

describe('a list of migrations', () => {
  test.each([
    ['list me', 'me'],
    ['list my failed', 'my'],
    ['list failed <@U2>', '@person'],
    ['list @ann', '@ann'],
    ['pause all mine', 'mine'],
  ])('belongs to nobody, and what does is offered: %s', async (text, word) => {
    const { reply, code } = await desk.types(text)
    expect(code).toBe('person_not_listed')
    expect(readable(shownIn(reply))[0]).toBe(
      `:warning: Ferry can’t narrow migrations to \`${word}\`: they belong to accounts, not to people.`,
    )
    expect(typedBy(shownIn(reply))).toEqual({
      'What you follow': 'watches me',
      'Your requests': 'requests me',
      Owners: 'owner',
    })
  })

  test('of an account is that, whatever its name means elsewhere', async () => {
    await desk.addAccount('mine')
    await desk.hasListed(first, second)
    expect((await desk.reads('list mine'))[0]).toBe('There is no migration in `mine`.')
  })
})

describe('a word that a list has no meaning for', () => {
  test.each([
    ...[
      'watches 1912…',
      'watches it',
      'requests here',
      'requests them',
      'doctor here',
      'doctor me',
      'accounts prod me',
    ],
    ...['approvals here', 'owner here', 'list me', 'browse me', 'agree prod-hw here', 'welcome me'],
  ])('is refused, not dropped: %s', async (text) => {
    const word = text.split(' ').at(-1) ?? ''
    const { code } = await desk.types(text)
    expect(code).not.toBe('ok')
    expect((await desk.reads(text))[0]).toContain(word)
  })

  test.each(['list please', 'list failed now', 'accounts please', 'help me', 'requests again, thanks'])(
    'says nothing if it is only polite: %s',
    async (text) => expect((await desk.types(text)).code).toBe('ok'),
  )

  test('is the channel where a command is about one', async () => {
    await desk.types('subscribe prod-hw failed')
    expect((await desk.types('unsubscribe here')).reply.type).toBe('form')
    expect((await desk.types('repair here')).code).toBe('repair_needless')
  })
})
