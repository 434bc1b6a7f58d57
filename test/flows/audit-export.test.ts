import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createVerifier } from '../../src/access/audit.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'

describe('exporting the audit', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({
      slack: {
        teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
        users: [
          { id: 'U0ENGINEER', name: 'engineer' },
          { id: 'U0MEMBER', name: 'member' },
        ],
        channels: [{ id: 'C0MIGRATIONS', name: 'migrations' }],
      },
    })
  })
  afterAll(() => stage.stop())

  const directOf = ({ id }: Person) => `D0LOCAL0${id.slice(2)}`
  const filesOf = (person: Person, channel: string) => person.messages(channel).flatMap(({ files = [] }) => files)
  const newestOf = async (person: Person) => {
    const file = filesOf(person, directOf(person)).at(-1)
    return { name: file?.name, text: await (await fetch(file?.url ?? '')).text() }
  }

  test('an admin gets the complete trail in a direct message, and it is intact', async () => {
    const engineer = stage.person()
    await engineer.types('roles give <@U0MEMBER> approver')
    await engineer.hears('is now *approver*')
    await engineer.types('audit export json')
    const answer = await engineer.hears('The audit is in your')
    expect(answer.only_for).toBe(engineer.id)
    const { name, text } = await newestOf(engineer)
    expect(name).toMatch(/^ferry-audit-.*\.jsonl$/)
    const lines = text.trimEnd().split('\n')
    const records = lines.map((line) => JSON.parse(line))
    const verifier = createVerifier()
    expect(records.filter((record) => verifier.check(record) !== undefined)).toEqual([])
    expect(records.map(({ verb, outcome }) => `${verb} ${outcome}`).slice(-3)).toEqual([
      'roles give begun',
      'roles give done',
      'audit export begun',
    ])
    expect(readingOf(answer)).toContain(`all ${lines.length} entries`)
    expect(filesOf(engineer, engineer.channel)).toEqual([])
    await engineer.types('audit verify')
    await engineer.hears(`The audit is intact: ${lines.length + 1} entries`)
  })

  test('a button below the audit sends the same as a table', async () => {
    const engineer = stage.person()
    await engineer.types('audit <@U0MEMBER>')
    await engineer.presses('Export as CSV', await engineer.hears('Who did what'))
    await engineer.hears('The audit is in your')
    const { name, text } = await newestOf(engineer)
    expect(name).toMatch(/\.csv$/)
    const [head, ...rows] = text.trimEnd().split('\r\n')
    expect(head).toMatch(/^time,seq,user,/)
    expect(rows.map((row) => row.split(',').slice(2, 5))).toEqual([
      ['U0ENGINEER', 'roles give', 'U0MEMBER'],
      ['U0ENGINEER', 'roles give', 'U0MEMBER'],
    ])
  })

  test('nobody else gets it', async () => {
    const member = stage.person('U0MEMBER')
    await member.types('audit export')
    await member.hears('You need the admin role; you are an approver')
    expect(filesOf(member, directOf(member))).toEqual([])
  })

  test.each([
    [
      'files.getUploadURLExternal',
      { kind: 'error', error: 'file_uploads_disabled' },
      { words: 'does not allow uploads', arrived: 0 },
    ],
    ['upload_url', { kind: 'status', status: 500 }, { words: 'HTTP 500', arrived: 0 }],
    [
      'files.completeUploadExternal',
      { kind: 'cut_after' },
      { words: 'Look in your direct messages with Ferry first', arrived: 1 },
    ],
  ] as const)('an error at %s is reported and not retried', async (method, fault, { words, arrived }) => {
    const engineer = stage.person()
    const before = filesOf(engineer, directOf(engineer)).length
    const callsBefore = stage.slackCalls(method).length
    stage.spoil(method, fault)
    await engineer.types('audit export')
    expect(readingOf(await engineer.hears('The file could not be sent'))).toContain(words)
    expect(filesOf(engineer, directOf(engineer)).length - before).toBe(arrived)
    expect(stage.slackCalls(method).length - callsBefore).toBe(1)
  })
})
