import { beforeEach, describe, expect, test } from 'vitest'
import { sample } from '../migrations/sample.ts'
import { createDesk, type Desk } from './desk.ts'

let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
})

async function answer(text: string): Promise<string> {
  return (await desk.reads(text)).join('\n')
}

// A second press on a button takes the place of the first answer, so the second must say it as well.
describe('a second end says, as the first did, whether messages are held back', () => {
  test.each([
    [['mute all 2h'], 'unmute all', 'What was held back is told.'],
    [['mute prod-hw 2h me'], 'unmute prod-hw me', 'What was held back is told.'],
    [['quiet 22:00-07:00'], 'quiet off', 'What was held back is told.'],
    [['digest daily 09:00'], 'digest off', 'What was held back is told.'],
    [
      ['digest daily 09:00', 'mute all 2h'],
      'unmute all',
      'still held back:\n:newspaper: Told in the digest, every day',
    ],
    [['quiet 00:00-23:59', 'mute prod-hw 2h'], 'unmute prod-hw', 'still held back:\n:crescent_moon: Quiet 00:00'],
    [['mute all 2h', 'quiet 22:00-07:00'], 'quiet off', 'still held back:\n:no_bell: Muted until'],
    [['quiet 00:00-23:59', 'digest daily 09:00'], 'digest off', 'still held back:\n:crescent_moon: Quiet 00:00'],
  ])('%j, then %s', async (begun, ended, words) => {
    for (const text of [...begun, ended]) await desk.types(text)
    expect(await answer(ended)).toContain(words)
  })

  test('also if nothing of it was set', async () => {
    await desk.types('digest daily 09:00')
    for (const text of ['unmute all', 'quiet off']) {
      const said = await answer(text)
      expect(said).toContain('Nothing has changed. Messages are still held back:\n:newspaper: Told in the digest')
    }
    await desk.types('mute prod-hw 2h')
    const beside = await answer('unmute all')
    expect(beside).toMatch(/`prod-hw` is muted until .*\.\nMessages are still held back:\n:newspaper: Told/)
  })
})

// Once one of two mutes is over, the other still holds its messages back.
describe('an end names what is still muted', () => {
  test.each([
    [['mute all 2h', 'mute prod-hw 2h'], 'unmute all', ['Not everything is muted', '`prod-hw` is muted until']],
    [['mute prod-hw 2h', 'mute 1912… 2h'], 'unmute prod-hw', ['`prod-hw` is not muted', '`prod-hw/1912']],
  ])('%j, then %s', async (begun, ended, words) => {
    await desk.hasListed(sample())
    for (const text of begun) await desk.types(text)
    const said = await answer(ended)
    for (const part of [...words, 'The rest of what was held back is told now.', '[Unmute prod-hw']) {
      expect(said).toContain(part)
    }
  })

  test('but not one that is no part of it', async () => {
    await desk.addAccount('other')
    for (const text of ['mute prod-hw 2h', 'mute other 2h']) await desk.types(text)
    expect(await answer('unmute prod-hw')).toContain('any more. What was held back is told now.')
  })
})
