import { expect, test } from 'vitest'
import { choices, context, section } from '../../src/views/blocks/elements.ts'
import { muteForOneself, whyHere, withWhy } from '../../src/views/notice/why.ts'
import { readable, typedBy } from './readable.ts'

const message = {
  text: 'Failed',
  blocks: [section('Failed'), context('`prod-hw/1` · 12:00'), ...choices([{ label: 'Details', command: 'status 1' }])],
}

test('a message says in its small print why one gets it, and its menu mutes what the channel follows', () => {
  const ofSet = withWhy(
    message,
    whyHere({ channel: 'C1', account: 'prod-hw', ref: 'prod-hw/1', set: { account: 'prod-hw', bucket: 'logs-*' } }),
  )
  expect(readable(ofSet)[1]).toBe('(`prod-hw/1` · 12:00 · this channel follows `prod-hw` · bucket `logs-*`)')
  expect(ofSet.blocks).toHaveLength(message.blocks.length)
  expect(Object.values(typedBy(ofSet))).toEqual(['status 1', 'mute prod-hw 2h <#C1>', 'mute prod-hw 1d <#C1>'])
  const one = { channel: 'C1', account: 'prod-hw', ref: 'prod-hw/1' }
  expect(Object.values(typedBy(withWhy(message, whyHere(one))))).toContain('mute prod-hw/1 2h <#C1>')
  const over = withWhy(message, whyHere({ ...one, isOver: true }))
  expect(Object.values(typedBy(over))).toContain('mute prod-hw 2h <#C1>')
})

test('a private message mutes for the person alone', () => {
  const { blocks } = withWhy({ text: 'Failed', blocks: [section('Failed')] }, muteForOneself(undefined))
  expect(Object.entries(typedBy({ blocks }))).toEqual([
    ['Mute all for you: 2 hours', 'mute all 2h me'],
    ['Mute all for you: 1 day', 'mute all 1d me'],
  ])
})
