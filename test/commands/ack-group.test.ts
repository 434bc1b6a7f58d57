import { beforeEach, describe, expect, test } from 'vitest'
import type { Desk } from './desk.ts'
import { createRetrying, failed, groupId } from './retrying.ts'

const takes = `ack --group ${groupId}`
let desk: Desk

beforeEach(async () => {
  const retrying = await createRetrying()
  desk = retrying.desk
  await retrying.group(failed(1), failed(2), failed(3))
})

/** Who has which migration, as the audit tells it. */
async function taken(): Promise<string[]> {
  const entries: string[] = []
  for await (const { verb, subject, outcome, user } of desk.tools.store.audit.oldestFirst()) {
    if (verb === 'ack' && outcome === 'done') entries.push(`${user} ${subject?.slice(-1)}`)
  }
  return entries
}

describe('“I have it” for a group', () => {
  test('takes all of it, once', async () => {
    expect((await desk.reads(takes))[0]).toContain('You have 3 migrations.')
    expect(await desk.reads(takes)).toEqual([':raising_hand: You have 3 migrations already.', '[Hand on]'])
    expect(await taken()).toEqual(['U1 1', 'U1 2', 'U1 3'])
  })

  test('leaves with another person what is theirs, and offers to take it over', async () => {
    await desk.types(`ack ${failed(2).id}`, { user: 'U2' })
    expect(await desk.reads(takes)).toEqual([
      ':raising_hand: *You have 2 migrations.* Nobody else is called about them.',
      '<@U2> has another one.',
      '(If it fails again after a restart, people are called anew.)',
      '[Take it over] [Hand on]',
    ])
    expect(await taken()).toEqual(['U2 2', 'U1 1', 'U1 3'])
    expect((await desk.reads(`${takes} --yes`))[0]).toContain('*You have `prod-hw/')
    expect((await taken()).at(-1)).toBe('U1 2')
  })

  test('takes nothing of what other people have, before somebody has seen whose it is', async () => {
    await desk.types(`ack ${failed(2).id}`, { user: 'U2' })
    await desk.types(takes, { user: 'U3' })
    expect(await desk.reads(takes)).toEqual([
      ':raising_hand: <@U3>, <@U2> have 3 migrations already.',
      '[Take them over] [Hand on]',
    ])
    expect((await desk.reads(`${takes} --yes`))[0]).toContain('You have 3 migrations.')
  })

  test('hands on all of it', async () => {
    await desk.types(`ack ${failed(2).id}`, { user: 'U2' })
    expect((await desk.reads(`${takes} <@U4>`))[0]).toContain('*<@U4> has 3 migrations.*')
  })
})
