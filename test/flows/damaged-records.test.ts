import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, type TestContext, test } from 'vitest'
import type { Person } from './person.ts'
import { labelsIn, readingOf } from './reading.ts'
import { createReadyStage, modes } from './stage.ts'
import { until } from './until.ts'

describe.each(modes)('a damaged record, over %s', { concurrent: true }, (mode) => {
  /** A stage that `garble` can change the store of, while Ferry does not run. */
  const createKept = async ({ onTestFinished }: TestContext) => {
    const folder = mkdtempSync(join(tmpdir(), 'ferry-'))
    const file = join(folder, 'ferry.db')
    const stage = await createReadyStage({ mode, slack: people, environment: { STORE_URL: `sqlite:${file}` } })
    onTestFinished(async () => {
      await stage.stop()
      rmSync(folder, { recursive: true })
    })
    const garble = async (key: string) => {
      await stage.stopFerry()
      const database = new DatabaseSync(file)
      const { changes } = database.prepare('UPDATE records SET text = substr(text, 1, 40) WHERE key = ?').run(key)
      database.close()
      expect(changes).toBe(1)
      await stage.startFerry()
    }
    return { stage, garble }
  }

  test('that checks a key does not keep Ferry from starting: the log says so', async (context) => {
    const { stage, garble } = await createKept(context)
    await garble('canaries:k1')
    const warning = 'The check of these encryption keys was damaged; the keys are right, as the records show'
    expect(stage.logged(warning)).toMatchObject([{ level: 'warn', keys: ['k1'] }])
    await stage.person().types('keys')
    await stage.person().hears('*2 storage keys*')
    await stage.restart()
    expect(stage.logged(warning)).toHaveLength(1)
  })

  test('of a channel is told there, and an admin resumes posting', async (context) => {
    const { stage, garble } = await createKept(context)
    const [admin, viewer] = [stage.person(), stage.person('U0MEMBER')]
    for (const id of ['191297407830001', '191297407830002']) {
      stage.addTask({ id, sourceBucket: `photos-${id.at(-1)}` })
      await admin.types(`watch ${id}`)
      await admin.hears(`photos-${id.at(-1)} → archive`)
    }
    stage.cloud.finishTask('191297407830001')
    await admin.hears('*Succeeded: photos-1 → archive*')
    await garble(`T0LOCAL/channels:${admin.channel}`)
    const notice = await admin.hears('*Ferry has stopped posting here*')
    stage.cloud.finishTask('191297407830002')

    await viewer.types('watches')
    const refused = await viewer.hears('*No posts in*')
    expect(readingOf(refused)).toContain('Ferry’s record of the channel is damaged.')
    expect(labelsIn(refused)).not.toContain('Resume posting')
    await viewer.presses('Resume posting', notice)
    await viewer.hears('You need the admin role')
    // A new watch does not promise what the channel can't have.
    stage.addTask({ id: '191297407830003', sourceBucket: 'photos-3' })
    await viewer.types('watch 191297407830003')
    expect(readingOf(await viewer.hears('once Ferry can post there'))).toContain('No posts in')

    await admin.types('watches')
    expect(labelsIn(await admin.hears('*No posts in*'))).toContain('Resume posting')
    await admin.presses('Resume posting', notice)
    await admin.hears('new cards, and what happened since')
    await until('the end', () => endsIn(admin).length === 2)
    await admin.hears('*Ferry posts here again*')
    await admin.types('watches')
    expect(readingOf(await admin.hears('watch'))).not.toContain('No posts')
    await admin.types('repair')
    await admin.hears('there is nothing to repair')
    await admin.types('audit repair')
    const audit = readingOf(await admin.hears('repair'))
    expect(audit).toContain(admin.id)
    expect(endsIn(admin)).toHaveLength(2)
  })
})

const people = {
  users: [
    { id: 'U0ENGINEER', name: 'engineer' },
    { id: 'U0MEMBER', name: 'member' },
  ],
  channels: [{ id: 'C0MIGRATIONS', name: 'migrations', members: ['U0ENGINEER', 'U0MEMBER'] }],
}

function endsIn(person: Person): string[] {
  return person
    .messages()
    .filter(({ is_broadcast }) => is_broadcast)
    .map(readingOf)
}
