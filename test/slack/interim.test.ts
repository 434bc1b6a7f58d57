import { describe, expect, test } from 'vitest'
import { beginInterim } from '../../src/slack/answer/interim.ts'
import type { Message } from '../../src/views/blocks/message.ts'
import { createManualClock } from '../manual-clock.ts'

const pausing: Message = { text: 'Pausing', blocks: [] }

describe('an interim answer that the answer replaces', () => {
  test('is not shown if the answer comes at once', async () => {
    const { clock, interim, shown } = begin()
    await clock.advance(699)
    await interim.end()
    await clock.advance(10_000)
    expect(shown).toEqual([])
  })

  test('says that Ferry is working if the command says nothing', async () => {
    const { clock, shown } = begin()
    await clock.advance(700)
    expect(shown).toEqual(['Working…'])
  })

  test('never becomes less informative', async () => {
    const { clock, interim, shown } = begin()
    await interim.say(pausing)
    await clock.advance(10_000)
    expect(shown).toEqual(['Pausing'])
  })

  test('shows the command’s words, even after “Working…”', async () => {
    const { clock, interim, shown } = begin()
    await clock.advance(700)
    await interim.say(pausing)
    await clock.settle()
    expect(shown).toEqual(['Working…', 'Pausing'])
  })

  test('arrives before the answer, and a later one that still waits is dropped', async () => {
    const gate = Promise.withResolvers<void>()
    const { clock, interim, shown } = begin({ gate: gate.promise })
    await interim.say(pausing)
    await clock.settle()
    await interim.say({ text: '50 of 100', blocks: [] })
    let hasEnded = false
    const ended = interim.end().then(() => {
      hasEnded = true
    })
    await clock.settle()
    expect(hasEnded).toBe(false)
    gate.resolve()
    await ended
    await interim.say({ text: 'late', blocks: [] })
    await clock.settle()
    expect(shown).toEqual(['Pausing'])
  })

  test('leaves the fifth use of Slack’s response_url to the answer', async () => {
    const { clock, interim, shown } = begin()
    for (let accepted = 1; accepted <= 20; accepted += 1) {
      await interim.say({ text: `${accepted} of 20`, blocks: [] })
      await clock.settle()
    }
    expect(shown).toHaveLength(4)
  })

  test('does not block the answer if Slack refuses it', async () => {
    const { clock, interim, warnings } = begin({ gate: Promise.reject(new Error('used_url')) })
    await interim.say(pausing)
    await clock.settle()
    await interim.end()
    expect(warnings).toEqual(['Interim answer not shown'])
  })
})

describe('an interim answer that stays above the answer', () => {
  test('comes once, late, and in words that stay true', async () => {
    const { clock, interim, shown } = begin({ isReplaced: false })
    await interim.say(pausing)
    await clock.advance(2999)
    expect(shown).toEqual([])
    await clock.advance(60_000)
    await interim.say(pausing)
    await clock.settle()
    expect(shown).toEqual(['On it: /migrate pause 1912'])
  })
})

function begin({ isReplaced = true, gate = Promise.resolve() }: { isReplaced?: boolean; gate?: Promise<void> } = {}) {
  const clock = createManualClock()
  const shown: string[] = []
  const warnings: string[] = []
  const log = { warn: (_: object, message: string) => void warnings.push(message) }
  const show = async ({ text }: Message) => {
    await gate
    shown.push(text)
  }
  return { clock, shown, warnings, interim: beginInterim('pause 1912', { isReplaced, show }, { clock, log }) }
}
