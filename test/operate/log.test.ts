import { expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { createLog } from '../../src/operate/log.ts'

test('a line has a time, a level, a message and a context', () => {
  const { log, lines } = memoryLog()
  log.child({ workspace: 'T1' }).info({ migration: '1912' }, 'Migration succeeded')
  expect(lines()).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      name: 'ferry',
      workspace: 'T1',
      migration: '1912',
      msg: 'Migration succeeded',
    },
  ])
})

test('lines below the level are not written', () => {
  const { log, lines } = memoryLog('warn')
  log.info('quiet')
  log.warn('loud')
  expect(lines()).toMatchObject([{ msg: 'loud' }])
})

test.each([
  ['token', 'botToken', 'SLACK_APP_TOKEN', 'security_token', 'x-auth-token'],
  ['secret', 'secretKey', 'client_secret', 'signingSecret', 'password', 'passwd'],
  ['Authorization', 'authorization', 'cookie', 'x-slack-signature', 'credentials'],
  ['ak', 'sk', 'AK', 'src_ak', 'accessKey', 'access_key_id', 'apiKey', 'jsonKeyFile', 'connectionString', 'cdnKey'],
])('fields such as %s are redacted at any depth, in lists and in child loggers', (...names) => {
  const { log, text } = memoryLog()
  const secrets = Object.fromEntries(names.map((name) => [name, 'hunter2']))
  log.info(secrets, 'flat')
  log.info({ a: { b: [{ c: secrets }] } }, 'deep')
  log.child(secrets).info('child')
  log.error(new AppError('unexpected', secrets))
  log.error({ failure: { cause: new AppError('unexpected', secrets) } })
  expect(text()).not.toContain('hunter2')
})

test('fields that only sound like secrets stay readable', () => {
  const { log, lines } = memoryLog()
  const fields = { deliveryKey: 'k-1', keyId: 'k1', task: 'x', disk: 'y', hasToken: true, storageKey: 'prod-obs' }
  log.info(fields, 'plain')
  expect(lines()).toMatchObject([fields])
})

test('Slack tokens and authorization headers are masked even inside text', () => {
  const { log, text } = memoryLog()
  log.info('sent xoxb-12-fake-secret and xapp-1-fake-secret with Bearer fake.secret== to "Basic ZmFrZS1zZWNyZXQ="')
  log.error(new Error('refused xoxe.xoxp-1-fake-secret'))
  expect(text()).not.toMatch(/secret|ZmFrZ/)
  expect(text()).toContain('xoxb-…')
})

test('an error keeps its code, details, owner and causes', () => {
  const { log, lines } = memoryLog()
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', headers: { a: 'hunter2' } })
  log.error({ err: new AppError('store_unavailable', { reason: 'refused' }, { cause }) }, 'Tick failed')
  expect(lines()).toMatchObject([
    {
      msg: 'Tick failed',
      err: {
        type: 'AppError',
        code: 'store_unavailable',
        owner: 'operator',
        details: { reason: 'refused' },
        stack: expect.stringContaining('log.test.ts'),
        cause: { type: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
      },
    },
  ])
  expect(JSON.stringify(lines())).not.toContain('hunter2')
})

test('objects that contain themselves do not block the log', () => {
  const { log, lines } = memoryLog()
  const loop: Record<string, unknown> = { name: 'loop' }
  loop.self = loop
  const error = new Error('again')
  error.cause = error
  log.info({ loop, error }, 'round')
  expect(lines()).toMatchObject([{ msg: 'round' }])
})

function memoryLog(level: 'info' | 'warn' = 'info') {
  const written: string[] = []
  const log = createLog({ level, destination: { write: (line) => written.push(line) } })
  return { log, text: () => written.join(''), lines: () => written.map((line): unknown => JSON.parse(line)) }
}
