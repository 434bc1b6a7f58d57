import { describe, expect, test } from 'vitest'
import { namingSlowClouds } from '../../src/commands/machine/long-wait.ts'
import type { Message } from '../../src/views/blocks/message.ts'

type OnWait = (about: { provider: string }) => void

/** Begins a command whose calls wait until the test lets them go. */
function begin() {
  const shown: string[] = []
  const ending = Promise.withResolvers<string>()
  let onWait: OnWait = () => undefined
  let show: (message: Message) => Promise<void> = async () => undefined
  const outcome = namingSlowClouds(
    {
      tellingOfWaits(listener, work) {
        onWait = listener
        return work()
      },
      showMeanwhile: async ({ text }) => void shown.push(text),
    },
    (showMeanwhile) => {
      show = showMeanwhile
      return ending.promise
    },
  )
  const waitsFor = (provider: string) => onWait({ provider })
  const shows = (text: string) => show({ text, blocks: [] })
  return { shown, outcome, waitsFor, shows, end: () => ending.resolve('done') }
}

describe('a command that waits long for a cloud', () => {
  test('names the cloud, and another cloud that is slow as well', () => {
    const { shown, waitsFor } = begin()
    waitsFor('Huawei Cloud OMS')
    waitsFor('Huawei Cloud OMS')
    waitsFor('UpCloud')
    expect(shown).toEqual([
      'Huawei Cloud OMS is slow to respond. Ferry waits up to about a minute.',
      'Huawei Cloud OMS and UpCloud are slow to respond. Ferry waits up to about a minute.',
    ])
  })

  test('stops saying so once it has shown something else', async () => {
    const { shown, waitsFor, shows } = begin()
    await shows('Pausing')
    waitsFor('Huawei Cloud OMS')
    expect(shown).toEqual(['Pausing'])
  })

  test('stops saying so once it has answered', async () => {
    const { shown, waitsFor, end, outcome } = begin()
    end()
    expect(await outcome).toBe('done')
    waitsFor('Huawei Cloud OMS')
    expect(shown).toEqual([])
  })
})
