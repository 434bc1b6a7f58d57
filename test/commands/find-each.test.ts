import { beforeEach, describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const other = sample({ id: '201300000000002', state: 'paused' })
const allDay = '50 MB/s 00:00-23:59'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  desk.cloud.add(other)
})

function addMany(count: number, changes: Partial<Migration> = {}): void {
  const paused = { state: 'paused', ...changes } as const
  const ids = Array.from({ length: count }, (_, index) => `1912000000${String(index).padStart(5, '0')}`)
  for (const id of ids) desk.cloud.add(sample({ id, ...paused }))
}

async function buttonsOf(text: string): Promise<Record<string, string>> {
  return typedBy(shownIn((await desk.types(text)).reply))
}

async function offeredBy(text = ''): Promise<number> {
  return (await desk.reads(text)).filter((line) => line === '[This one]').length
}

describe.each([
  { text: 'limit 2013… 1912… 50MB/s', again: `limit 2013… 1912… ${allDay}` },
  { text: 'priority high 2013… 1912…', again: 'priority 2013… 1912… high' },
])('the choice among many that one of the words fits: $text', ({ text, again }) => {
  test('has pages, keeps the other words, and changes nothing when somebody turns', async () => {
    addMany(24)
    expect((await desk.reads(text))[0]).toBe('24 migrations match `1912…`. Which one? · page 1 of 2')
    expect(await buttonsOf(text)).toMatchObject({ Next: `${again} --page 2` })
    const second = `${again} --page 2`
    expect((await desk.reads(second))[0]).toBe('24 migrations match `1912…`. Which one? · page 2 of 2')
    expect([await offeredBy(text), await offeredBy(second)]).toEqual([20, 4])
    const { Previous: previous, 'This one': chosen = '' } = await buttonsOf(second)
    expect(previous).toBe(`${again} --page 1`)
    expect(desk.cloud.settings).toEqual([])
    await desk.types(chosen)
    expect(desk.cloud.settings).toHaveLength(1)
    expect(JSON.stringify(desk.cloud.settings)).toMatch(/"201300000000002".+"1912000000/)
  })

  // A page that somebody has open for a while must not act because by then only one is left.
  test.each(['--page 1', '--page 2'])('still asks if only one is left: %s', async (page) => {
    addMany(1)
    expect((await desk.reads(`${again} ${page}`))[0]).toBe('1 migration matches `2013…`. Is it this one?')
    const whole = again.replace('2013…', refOf(other))
    expect((await desk.reads(`${whole} ${page}`))[0]).toBe('1 migration matches `1912…`. Is it this one?')
    const both = whole.replace('1912…', 'prod-hw/191200000000000')
    expect(await buttonsOf(`${whole} ${page}`)).toMatchObject({ 'This one': both })
    expect((await desk.reads(`${both} ${page}`))[0]).toContain('Is it this one?')
    expect(desk.cloud.calls).toEqual([])
  })

  test('says how many match beyond those that can be shown', async () => {
    addMany(219)
    const lines = await desk.reads(text)
    expect(lines[0]).toBe('219 migrations match `1912…`. Which one? · page 1 of 10')
    expect(lines).toContain('(Only the first 200 can be shown here. Type more of the id or the name.)')
  })

  test('refuses a page that is no number', async () => {
    expect((await desk.reads(`${text} --page two`))[0]).toContain('`--page` takes a number from 1.')
    expect(desk.cloud.calls).toEqual([])
  })
})

describe('the choice among many has pages', () => {
  test.each(['limit', 'priority'])('if nothing but migrations is typed, and then goes on to ask: %s', async (verb) => {
    addMany(24)
    expect(await buttonsOf(`${verb} 1912…`)).toMatchObject({ Next: `${verb} 1912… --page 2` })
    const { 'This one': chosen = '' } = await buttonsOf(`${verb} 1912… --page 2`)
    expect(chosen).toMatch(new RegExp(`^${verb} prod-hw/1912`))
    expect((await desk.types(chosen)).reply).toMatchObject(verb === 'limit' ? { type: 'form' } : { type: 'message' })
    expect(desk.cloud.settings).toEqual([])
  })

  test('for a name of several words, in a command for one migration too', async () => {
    addMany(24, { name: 'night run' })
    const { Next: next } = await buttonsOf('limit 2013… "night run" 50MB/s')
    expect(next).toBe(`limit 2013… "night run" ${allDay} --page 2`)
    expect(await offeredBy(next)).toBe(4)
    const { Next: muting } = await buttonsOf('mute "night run" 2h')
    expect(muting).toBe('mute "night run" 2h <#C1> --page 2')
    expect(await offeredBy(muting)).toBe(4)
  })

  test('unless a button has no room for the command: then it says how many are left out', async () => {
    const name = 'night-run-'.repeat(10)
    addMany(24, { name })
    const others = Array.from({ length: 17 }, (_, index) => `nobody${index}`.padEnd(100, 'x')).join(' ')
    const command = `limit ${others} ${name} ${allDay}`
    const lines = await desk.reads(command.replace('nobody0', `nobody0${'x'.repeat(1995 - command.length)}`))
    expect(lines[0]).toBe(`24 migrations match \`${name}\`. Which one?`)
    expect(lines.at(-1)).toBe('(Only the first 20 can be shown here. Type more of the id or the name.)')
  })
})
