import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { createDesk, type Desk } from './desk.ts'

const failed = sample({
  id: '230800000000001',
  state: 'failed',
  source: { cloud: 'AWS', bucket: 'orders' },
  target: { cloud: 'HuaweiCloud', bucket: 'orders-vault', region: 'cn-north-4' },
  failure: { code: 'TRF.0008' },
  name: 'orders-night',
})
const running = sample()
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
})

async function knows(...migrations: Migration[]): Promise<void> {
  desk.cloud.add(...migrations)
  await desk.hasListed(...migrations)
}

const asks = async (text: string) => (await desk.reads(text)).join('\n')

describe('a question that names a failed migration is answered with its own failure', () => {
  test.each([
    'why did 2308 fail?',
    'why 2308',
    'why 2308…',
    'why 2308?',
    'why is prod-hw/230800000000001 stuck',
    'why did orders-night fail again',
    'explain 230800000000001',
    'error 2308',
    'please, why did 2308 fail',
    'why did orders fail',
    'why <https://console.example/oms/?region=cn-north-4#/task/230800000000001/detail>',
    'why did TRF.0055 happen to 2308',
  ])('%s', async (text) => {
    await knows(running, failed)
    const answer = await asks(text)
    expect(answer).toContain('*Failed: orders → orders-vault*')
    expect(answer).toContain('(`TRF.0008`)')
    expect(answer).toContain('*What to do:*')
    expect(answer).toContain('*Who can fix it:*')
    expect(answer).toMatch(/\[Restart with other keys \(primary\)\] \[Add keys\] \[Details\]/)
    expect(answer).not.toContain('account’s credentials')
    expect(desk.cloud.calls).toEqual(['show prod-hw/230800000000001'])
  })

  test('and if several are meant, it asks which', async () => {
    await knows(failed, { ...failed, id: '230800000000002' })
    const answer = await asks('why did 2308 fail?')
    expect(answer).toContain('2 migrations match `2308`. Which one?')
    const reply = JSON.stringify(await desk.types('why 2308'))
    expect(reply).toContain('"why prod-hw/230800000000001"')
  })

  test('and an id that nobody knows is looked for in the clouds', async () => {
    desk.cloud.add(failed)
    await desk.hasListed()
    expect(await asks('why did 230800000000001 fail?')).toContain('*Failed: orders → orders-vault*')
    expect(await asks('why did 8888 fail?')).toContain('No migration matches `8888`')
  })
})

describe('a migration that has not failed says plainly how it stands', () => {
  test.each([
    [{ state: 'running' }, 'It has not failed.'],
    [{ state: 'queued' }, 'It has not failed. It has not started yet.'],
    [{ state: 'paused' }, 'It has not failed. It was paused.'],
    [{ state: 'succeeded' }, 'It has not failed. It is done.'],
    [{ state: 'cancelled' }, 'It has not failed. It was cancelled.'],
    [
      { state: 'succeeded', progress: { ...running.progress, objects: { done: 8, total: 10, failed: 2 } } },
      'It finished, but not every object was copied.',
    ],
  ] satisfies [Partial<Migration>, string][])('%j', async (changes, said) => {
    await knows(sample(changes))
    const answer = await asks('why did 1912 fail?')
    expect(answer).toContain('*photos → archive*')
    expect(answer).toContain(said)
    expect(answer).not.toContain('*What to do:*')
  })

  test('and names who paused it', async () => {
    await knows(running)
    desk.cloud.add(running)
    await desk.types('pause 1912…', { user: 'U2' })
    desk.cloud.add(sample({ state: 'paused' }))
    expect(await asks('why 1912')).toContain('Paused in Ferry by <@U2>')
    await desk.types('retry 1912…', { user: 'U1' })
    expect(await asks('why 1912')).toContain('Paused in Ferry by <@U2>')
  })

  test('and says since when nothing has moved', async () => {
    desk.cloud.add(running)
    await desk.knows(running)
    const [key = ''] = await keysOfKnown()
    const record = await desk.tools.store.known.get(key)
    if (record !== undefined) {
      await desk.tools.store.known.set(key, { ...record, movedAt: readAt - 7_200_000, stalledAt: readAt - 3_600_000 })
    }
    await desk.hasListed()
    expect(await asks('why is 1912 stuck')).toContain('No progress since')
  })

  test('and says why it can’t be read, if it can’t', async () => {
    await knows(failed)
    desk.cloud.breaks('prod-hw', 'show', {
      error: new AppError('provider_unreachable', { provider: 'Huawei Cloud OMS' }),
    })
    const answer = await asks('why 2308')
    expect(answer).toContain('These figures are out of date')
    expect(answer).toContain('(`TRF.0008`)')
  })

  test('and says that it was deleted', async () => {
    await desk.hasListed(sample({ state: 'deleted', nativeState: 'gone' }))
    expect(await asks('why did 191297407830872 fail')).toContain('It is no longer in the cloud.')
  })

  async function keysOfKnown(): Promise<string[]> {
    const { items } = await desk.tools.store.known.list()
    return items.map(({ identity, migration }) => `${migration.account}#${identity}/${migration.id}`)
  }
})

describe('a code stays a code', () => {
  test.each(['why TRF.0055', 'explain trf 55', 'why 0055', 'error 55', 'why do I get TRF.0055 all the time'])(
    '%s',
    async (text) => {
      await knows(running, failed)
      expect(await asks(text)).toContain('(`TRF.0055`)')
      expect(desk.cloud.calls).toEqual([])
    },
  )

  test('and offers the migrations whose ids begin like it', async () => {
    await knows(sample({ id: '005500000000001' }))
    const answer = await asks('why 0055')
    expect(answer).toContain('(`TRF.0055`)')
    expect(answer).toContain('[Why prod-hw/005500000000001?]')
  })

  test('unless it is only a part of one and the start of a known id', async () => {
    const id = '999000000000001'
    expect(await asks('why 999')).toContain('(`OMS.9999`)')
    await knows({ ...failed, id })
    expect(await asks('why 999')).toContain('*Failed: orders → orders-vault*')
  })

  test('that nobody knows is looked for nowhere', async () => {
    await knows(running)
    expect(await asks('why TRF.9998')).toContain('Nothing found for `TRF.9998`')
    expect(desk.cloud.calls).toEqual([])
  })
})

describe('without a migration, a code or a word about what happened', () => {
  test.each(['why', 'why did it fail?', 'why?', 'why did the task fail', 'why is it broken'])(
    '%s asks which migration is meant, and no code is a guess',
    async (text) => {
      await knows(running, failed)
      const lines = await desk.reads(text)
      expect(lines[0]).toBe(':warning: Which migration, or which code?')
      expect(lines.join('\n')).not.toContain('*What to do:*')
      expect(lines.at(-1)).toBe('[List failed]')
    },
  )
})

describe('a link to a cloud’s console names the migration in it', () => {
  const link =
    'https://console.example/oms2.0/?region=cn-north-4&amp;x=1#/oms/detail?taskId=191297407830872&amp;tab=log'

  test.each([link, `<${link}>`, `<${link}|${link}>`, `<${link}|the task>`, link.replace('https://', '')])(
    'status %s',
    async (text) => {
      await knows(running, failed)
      expect(await asks(`status ${text}`)).toContain('*photos → archive*')
      expect(desk.cloud.calls).toEqual(['show prod-hw/191297407830872'])
    },
  )

  test('even without a verb', async () => {
    await knows(running, failed)
    expect(await asks(`<${link}>`)).toContain('*photos → archive*')
  })

  test('for every command: pause, watch, unwatch, limit, audit', async () => {
    await knows(running, failed)
    expect(await asks(`watch <${link}>`)).toContain('Watching `prod-hw/191297407830872`')
    expect(await asks(`unwatch <${link}>`)).toContain('No longer watching')
    expect(await asks(`limit <${link}> 20MB/s`)).toContain('photos → archive')
    await desk.types(`pause <${link}>`)
    expect(desk.cloud.calls).toContain('pause prod-hw/191297407830872')
    expect(await asks(`audit <${link}>`)).toMatch(/pause/)
  })

  test('that is not known yet is looked for in the clouds', async () => {
    desk.cloud.add(running)
    await desk.hasListed()
    expect(await asks(`status <${link}>`)).toContain('*photos → archive*')
  })

  test('asks which one if it names a group and its task', async () => {
    const task = sample({ id: '230800000000009' })
    await knows(running, task)
    expect(await asks(`status https://console.example/oms/191297407830872/tasks/${task.id}`)).toContain('Which one?')
  })

  test.each([
    'https://console.example/',
    'https://console.example',
    'https://console.example/oms?region=cn-north-4',
    'https://user:pass@console.example:8443/%E0%A4%A/oms',
    `https://console.example/${'a/'.repeat(1500)}`,
  ])('without an id in it is answered without a call: %s', async (text) => {
    await knows(running)
    expect((await desk.reads(`status ${text}`))[0]).toBe(':warning: Ferry finds no migration’s id in this link.')
    expect(desk.cloud.calls).toEqual([])
  })
})

test('a question is no misspelled verb', async () => {
  expect(await desk.reads('who acts?')).toEqual([
    ':warning: Ferry does not know `who`.',
    'Type `/migrate help` to see what it can do.',
    '[Help]',
  ])
})

describe('the shortcut on a message', () => {
  const noise = 'has anybody seen the coffee'

  test.each([
    ['that names nothing', noise, ['find']],
    ['that explains itself', 'the bucket is frozen, says the account', ['find']],
  ])('looks its words up once: %s', async (_, quoted, questions) => {
    const asked: string[] = []
    const { fleet } = desk.tools
    desk.tools.fleet = {
      ...fleet,
      ask(question) {
        asked.push(question.type)
        return fleet.ask(question)
      },
    }
    await desk.types('why', { quoted })
    expect(asked).toEqual(questions)
  })

  test('that names nothing asks for a clearer one', async () => {
    expect((await desk.types('why', { quoted: noise })).code).toBe('message_unclear')
  })
})
