import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lockFile } from '../store/locked.ts'
import { accountFields } from './setup.ts'
import { createReadyStage, modes } from './stage.ts'

describe.each(modes)('while another program writes to the SQLite file, over %s', (mode) => {
  test('Slack gets its acknowledgements, and everybody is answered afterwards', async ({ onTestFinished }) => {
    const folder = mkdtempSync(join(tmpdir(), 'ferry-'))
    const file = join(folder, 'ferry.db')
    const stage = await createReadyStage({
      mode,
      slack: { ackDeadlineMs: 6000 },
      environment: { STORE_URL: `sqlite:${file}` },
    })
    onTestFinished(async () => {
      await stage.stop()
      rmSync(folder, { recursive: true })
    })
    stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
    const engineer = stage.person()
    await engineer.types('connect huawei --step other')
    const form = await engineer.faces('Connect Huawei Cloud OMS')
    const people = Array.from({ length: 4 }, () => stage.newcomer())

    const lock = await lockFile(file)
    onTestFinished(lock.kill)
    const acks = await Promise.all([
      ...people.map((person) => person.types('watch 191297407830872')),
      engineer.sends(form, accountFields('second', stage.cloudUrl)),
    ])
    expect(acks.map(({ acknowledged }) => acknowledged)).toEqual([true, true, true, true, true])
    await lock.release()
    for (const person of people) await person.hears('photos → archive')
    await engineer.types('accounts')
    await engineer.hears('second')
  })
})
