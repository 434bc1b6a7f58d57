import { beforeEach, describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { AppError } from '../../src/errors/errors.ts'
import { sample } from '../migrations/sample.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'
import { wholeOf } from './whole.ts'

const ref = 'prod-hw/191297407830872'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
})

describe('an answer', () => {
  test('to a refusal by the cloud is its explanation, not an echo', async () => {
    desk.cloud.add(sample())
    const details = { provider: 'Huawei Cloud OMS', code: 'OMS.0066', message: 'task status error' }
    desk.cloud.breaks('prod-hw', 'pause', { error: new AppError('provider_refused', details) })
    const lines = await desk.reads(`pause ${ref}`)
    expect(lines[0]).toMatch(/\(`OMS\.0066`\)$/)
    expect(lines[1]).toMatch(/^\*What to do:\*/)
    expect(lines).toContainEqual(expect.stringMatching(/^\(Trying again: /))
  })

  test.each([
    ['a refusal', 'provider_refused', 'OMS.0066'],
    ['an answer that cannot be read', 'provider_outcome_unknown', 'HTTP.200'],
  ] as const)('to %s names the request as the cloud does, for its support', async (_, error, code) => {
    desk.cloud.add(sample())
    const details = { provider: 'Huawei Cloud OMS', code, message: 'no', requestId: 'r-`1', ref }
    desk.cloud.breaks('prod-hw', 'pause', { error: new AppError(error, details) })
    const said = await desk.reads(`pause ${ref}`)
    expect(said).toContain('(Request id, for the cloud’s support: `r-ˋ1`)')
  })

  test.each(['provider_failed', 'provider_unreachable', 'provider_throttled'] as const)(
    'to %s, after which nothing has been done, offers to try again as it was typed',
    async (code) => {
      desk.cloud.add(sample())
      desk.cloud.breaks('prod-hw', 'pause', { error: new AppError(code, { provider: 'Huawei Cloud OMS' }) })
      const { reply } = await desk.types('pause "1912…"')
      expect(typedBy(shownIn(reply))['Try again']).toBe('pause "1912…"')
      desk.cloud.mends()
      desk.cloud.becomes(ref, 'running', 'paused')
      expect((await desk.reads('pause "1912…"')).join()).toContain('*Paused*')
    },
  )

  test('to an error after which nobody knows what was done leads to the state instead', async () => {
    desk.cloud.add(sample())
    desk.cloud.breaks('prod-hw', 'pause', { error: new AppError('provider_outcome_unknown', { ref }) })
    expect(typedBy(shownIn((await desk.types(`pause ${ref}`)).reply))).toEqual({ 'Current state': `status ${ref}` })
  })

  test('to a form does not offer to type the answers again', async () => {
    desk.cloud.add(sample({ state: 'paused', needsOnStart: [] }))
    desk.cloud.breaks('prod-hw', 'start', { error: new AppError('provider_throttled', {}) })
    const { reply } = await desk.types(`start ${ref}`, { answers: { scope: 'all' } })
    expect(typedBy(shownIn(reply))).toEqual({})
  })

  test('to an unexpected error is a reference that the log contains, and nothing of the error', async () => {
    desk.cloud.breaks('prod-hw', 'show', { error: new Error('password=hunter2') })
    const { reply, code } = await desk.types(`status ${ref}`)
    expect(code).toBe('unexpected')
    const said = readable(shownIn(reply))
    expect(said.slice(0, 2)).toEqual([
      ':warning: Something broke on our side.',
      'Try again. If it keeps happening, give the reference below to whoever runs Ferry to look up in the log.',
    ])
    const reference = referenceIn(said)
    expect(reference).toBeDefined()
    expect(desk.log.at(-1)?.details).toMatchObject({ verb: 'status', workspace: 'T1', user: 'U1', reference })
    expect(JSON.stringify(shownIn(reply))).not.toContain('hunter2')
  })

  test.each([
    ['an explained refusal', 'provider_refused'],
    ['a key that the cloud does not accept', 'provider_denied'],
    ['a cloud that does not respond', 'provider_unreachable'],
    ['a store that does not respond', 'store_unavailable'],
  ] as const)('to %s has the reference of the log line with its cause', async (_, code) => {
    desk.cloud.add(sample())
    desk.cloud.breaks('prod-hw', 'pause', { error: new AppError(code, { code: 'OMS.0066' }) })
    const reference = referenceIn(await desk.reads(`pause ${ref}`))
    expect(reference).toBeDefined()
    expect(desk.log.at(-1)?.details).toMatchObject({ reference, err: { code } })
  })

  test.each([`status ${ref}`, 'status nowhere', 'disconnect nowhere', 'help'])(
    'to %s has no reference: the log says nothing more',
    async (typed) => {
      desk.cloud.add(sample())
      expect(referenceIn(await desk.reads(typed))).toBeUndefined()
    },
  )

  test('to a form stays in the form', async () => {
    desk.cloud.add(sample())
    const { reply } = await desk.types(`start ${ref}`, { answers: { source: 'a', target: 'b' } })
    expect(reply.type).toBe('form done')
  })

  test('to an unknown verb offers help', async () => {
    expect(await desk.reads('frobnicate')).toEqual([
      ':warning: Ferry does not know `frobnicate`.',
      'Type `/migrate help` to see what it can do.',
      '[Help]',
    ])
  })
})

describe('a stranger', () => {
  test.each(commands)('cannot $verb', async (command) => {
    desk.cloud.add(sample())
    const { code } = await desk.types(wholeOf(command, '1912…'), { isStranger: true })
    expect(code).toBe('stranger')
    expect(desk.cloud.calls).toEqual([])
  })

  test('cannot send a form that was opened for somebody else', async () => {
    const { reply, code } = await desk.types('keys add', { isStranger: true, answers: { name: 'one' } })
    expect(code).toBe('stranger')
    expect(readable(shownIn(reply))[0]).toBe(':warning: Only members of this workspace can do that.')
  })
})

describe('explain', () => {
  test('names the code that was asked for if several mean the same', async () => {
    expect((await desk.reads('explain S3M.0066'))[0]).toMatch(/\(`S3M\.0066`\)$/)
    expect((await desk.reads('explain oms 66'))[0]).toMatch(/\(`OMS\.0066`\)$/)
  })

  test('finds codes by words, at most three, and says how many more match', async () => {
    const lines = await desk.reads('explain source bucket')
    expect(lines.filter((line) => line.startsWith('*What to do:*'))).toHaveLength(3)
    expect(lines.at(-1)).toMatch(
      /^\(\d+ more match\. To narrow it down, type more of the code or more words, such as source or destination, or the cloud’s message\.\)$/,
    )
  })

  test('says how to ask if nothing matches', async () => {
    expect((await desk.reads('explain zzzz'))[0]).toBe('Nothing found for `zzzz`.')
    expect((await desk.types('explain')).code).toBe('reason_unclear')
  })

  test('asks for one more word if a single word stands in too many explanations', async () => {
    expect(await desk.reads('explain bucket')).toEqual([
      expect.stringMatching(/^`bucket` stands in \d+ explanations\. Add one more word/),
      '[Help]',
    ])
  })
})

describe('help', () => {
  test.each(['help', '?', 'help …', ''])('%o shows all verbs', async (text) => {
    expect((await desk.reads(text))[0]).toMatch(/^\*Ferry runs bucket-to-bucket migrations/)
  })

  test.each(['help watch', 'help follow', 'help WATCH'])('%o explains one', async (text) => {
    expect((await desk.reads(text))[0]).toBe(
      '*/migrate watch &lt;id&gt; [by &lt;Fri 18:00 | 2026-12-01 09:00 | none&gt;] [#channel] [--call mention | private | both | none]*',
    )
  })
})

function referenceIn(lines: readonly string[]): string | undefined {
  return lines
    .map((line) => /^\(Reference `([0-9a-f]{8})`, for the person who runs Ferry\)$/.exec(line)?.[1])
    .find(Boolean)
}
