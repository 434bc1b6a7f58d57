import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import { isRecord, readingOf } from './reading.ts'
import { createReadyStage } from './stage.ts'
import { until } from './until.ts'

/** How the steps of a request's way stand, as Slack draws them. */
function stepsIn({ blocks }: Message): unknown[] {
  const tasks = blocks.find(({ type }) => type === 'plan')?.tasks
  return Array.isArray(tasks) ? tasks.filter(isRecord).map(({ status }) => status) : []
}

const buckets = [
  { name: 'photos', region: 'us-east-1', cloudType: 'AWS', bytes: 5_000_000_000_000, objects: 40 },
  { name: 'archive', region: 'cn-north-4' },
]

test('a live card says who requested and approved, also once it is followed again, and after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-'))
  const environment = { STORE_URL: `sqlite:${join(folder, 'ferry.db')}` }
  const stage = await createReadyStage({ account: { buckets }, environment })
  try {
    const [engineer, lead] = [stage.person(), stage.person('U0LEAD')]
    await engineer.types('create AWS/photos → archive --source photos-read --target archive-write')
    await engineer.sends(await engineer.faces('the account’s region'), {})
    await engineer.learns('1 approval is needed')
    const request = await lead.hears('0 of 1 approvals')
    expect(stepsIn(request)).toEqual(['complete', 'in_progress', 'pending', 'pending', 'pending'])
    const card = () => lead.messages().find(({ ts }) => ts === request.ts)
    const shows = (words: string) =>
      until(words, () => {
        const shown = card()
        return shown !== undefined && readingOf(shown).includes(words) ? readingOf(shown) : undefined
      })
    const people = '\nRequested by <@U0ENGINEER> · approved by <@U0LEAD>\n'
    await lead.presses('Approve', request)
    const live = await shows('*Running*')
    expect(live).toContain(people)
    const id = /prod-hw\/(\d+)/.exec(live)?.[1] ?? ''

    await engineer.types(`unwatch ${id}`)
    const answer = await engineer.hears('No longer watching')
    expect(await shows('Not followed here any more')).not.toContain('approved by')
    await engineer.presses('Follow again', answer)
    expect(await shows('*Running*')).toContain(people)

    await stage.restart()
    stage.cloud.finishTask(id)
    expect(await shows('*Succeeded*')).toContain(people)
  } finally {
    await stage.stop()
    rmSync(folder, { recursive: true })
  }
})
