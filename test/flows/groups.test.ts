import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import { labelsIn, readingOf } from './reading.ts'
import { projectId } from './setup.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

describe('a task group', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage()
  })
  afterAll(() => stage.stop())

  const taskFailures = [
    { task: 2, code: 'TRF.0157' },
    { task: 3, code: 'TRF.0055' },
  ]
  const addGroup = (seed: Parameters<Stage['cloud']['addGroup']>[1]) => stage.cloud.addGroup(projectId, seed)
  const tasksOf = (group: string) => stage.cloud.tasks(projectId).filter((task) => task.group_id === group)
  const taskLines = (message: Message) =>
    readingOf(message)
      .split('\n')
      .filter((line) => /^(Tasks:|•)/.test(line))

  test('that failed says which of its tasks failed and why, and leads to them and back', async () => {
    const person = stage.newcomer()
    const group = addGroup({ status: 5, sourceBucket: 'warehouse', taskFailures })
    await person.types(`status ${group.slice(0, 8)}…`)
    const card = await person.hears('warehouse → media-archive')
    const [third, fourth] = tasksOf(group).filter(({ status }) => status === 4)
    expect(taskLines(card)).toEqual([
      'Tasks: 2 failed · 2 succeeded',
      `• \`${fourth?.id}\` The destination bucket is full (\`TRF.0055\`)`,
      `• \`${third?.id}\` The source storage is having problems (\`TRF.0157\`)`,
    ])
    await person.presses('List its tasks', card)
    const list = await person.hears('*4 tasks* of the group')
    expect(labelsIn(list)).toEqual(['Open', 'Open', 'Open', 'Open', 'The group'])
    await person.types(`list failed --group prod-hw/${group}`)
    const failed = await person.hears('*2 tasks* of the group')
    await person.presses('Open', failed, String(fourth?.id))
    expect(readingOf(await person.hears(`prod-hw/${fourth?.id}`))).toContain('The destination bucket is full')
    await person.types(`list --group ${group}`)
    await person.presses('The group', await person.hears('*4 tasks* of the group'))
    await person.hears('Tasks: 2 failed · 2 succeeded')
  })

  test('is followed without its tasks while it runs, and its end names those that failed', async () => {
    const person = stage.newcomer()
    const group = addGroup({ sourceBucket: 'followed', taskCount: 2, fractionDone: 0.6 })
    await person.types(`watch prod-hw/${group}`)
    await person.hears('followed → media-archive')
    const [card] = person.messages()
    expect(readingOf(card ?? { text: '', blocks: [] })).not.toContain('Tasks:')
    stage.cloud.failTask(String(tasksOf(group).find(({ status }) => status === 2)?.id), 'TRF.0055')
    const end = await person.hears('Failed: followed → media-archive')
    expect(taskLines(end)).toEqual([
      'Tasks: 1 failed · 1 succeeded',
      expect.stringContaining('The destination bucket is full'),
    ])
  })

  test('that runs has its tasks listed only if a person asks', async () => {
    const person = stage.newcomer()
    const group = addGroup({ sourceBucket: 'quiet', fractionDone: 0.1 })
    await person.types(`watch prod-hw/${group}`)
    await person.hears('quiet → media-archive')
    const listed = () => stage.cloudCalls(`group_id=${group}`).length
    const before = listed()
    const lists = () => stage.cloudCalls('/taskgroups?').length
    const ticks = lists() + 3
    await until('three ticks', () => lists() >= ticks)
    expect(listed()).toBe(before)
    await person.types(`status prod-hw/${group}`)
    await person.hears('Tasks: 4 running')
    expect(listed()).toBe(before + 1)
  })
})
