import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { type AuditEvent, type AuditRecord, createVerifier } from '../../src/access/audit.ts'
import { exportAudit } from '../../src/commands/verbs/audit/export.ts'
import type { FileLimits } from '../../src/commands/verbs/audit/file.ts'
import { AppError } from '../../src/errors/errors.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn, workspace } from './desk.ts'

let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
})

function happened(event: Partial<AuditEvent> = {}): Promise<AuditRecord> {
  const usual = { at: desk.clock.now(), user: 'U1', door: 'typed', verb: 'pause', outcome: 'done' } as const
  return desk.tools.store.audit.append({ ...usual, ...event })
}

async function trail(): Promise<AuditRecord[]> {
  const records: AuditRecord[] = []
  for await (const record of desk.tools.store.audit.oldestFirst()) records.push(record)
  return records
}

function sent(): string {
  return new TextDecoder().decode(desk.files.at(-1)?.content)
}

function sentLines(): AuditRecord[] {
  return sent()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** Reads the row of one entry. Earlier cells must not contain line breaks. */
function row(seq: number): string {
  return sent().split('\r\n')[seq] ?? ''
}

async function exported(words: readonly string[], limits: FileLimits): Promise<string> {
  const origin = { workspace, user: 'U1', channel: 'C1', isStranger: false, door: 'typed' } as const
  const reply = await exportAudit({ words, flags: {}, typed: '', origin }, desk.tools, limits)
  return readable(shownIn(reply)).join('\n')
}

describe('as CSV, the audit', () => {
  test('has a header and a row for each entry, oldest first, in a private file', async () => {
    const first = await happened({ subject: 'prod-hw/1912', role: 'operator', channel: 'C1', requestId: 'r-1' })
    const lines = await desk.reads('audit export')
    expect(desk.files[0]).toMatchObject({
      user: 'U1',
      mediaType: 'text/csv; charset=utf-8',
      fileName: 'ferry-audit-2026-11-21T12-00-00Z.csv',
    })
    expect(desk.files[0]).not.toHaveProperty('channel')
    expect(desk.files[0]).not.toHaveProperty('altText')
    expect(sent().split('\r\n').slice(0, 2)).toEqual([
      'time,seq,user,verb,subject,detail,outcome,code,requestId,role,policy,door,channel,previous,hash',
      `2026-11-21T12:00:00.000Z,1,U1,pause,prod-hw/1912,,done,,r-1,operator,,typed,C1,${first.previous},${first.hash}`,
    ])
    expect(sent().endsWith('\r\n')).toBe(true)
    expect(lines[0]).toContain('all 2 entries, oldest first, no. 1 to no. 2')
    expect(lines[0]).toContain('<https://slack.com/app_redirect?channel=DU1&amp;team=T1|direct messages with Ferry>')
  })

  test.each([
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ['naïve – 桶', 'naïve – 桶'],
    ['=1+1', "'=1+1"],
    ['＝1+1', "'＝1+1"],
    ['photos;=1+1', "photos;'=1+1"],
    ['photos\n@SUM(1)', '"photos\n\'@SUM(1)"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['a=1', 'a=1'],
  ])('writes %j as %j', async (subject, cell) => {
    await happened({ subject })
    await desk.types('audit export csv')
    expect(sent()).toContain(`,pause,${cell},,done,`)
  })

  test('keeps an invalid time as its number', async () => {
    await happened({ at: 1e20 })
    await desk.types('audit export csv')
    expect(row(1)).toMatch(/^100000000000000000000,1,/)
  })
})

describe('as JSON, the audit', () => {
  test('contains the stored entries, and can be verified without anything else', async () => {
    for (const subject of ['=1', 'a"b\n', 'naïve']) await happened({ subject, detail: 'x,y', code: 'OMS.0066' })
    await desk.types('audit export json')
    expect(desk.files[0]).toMatchObject({ fileName: expect.stringMatching(/\.jsonl$/), mediaType: 'application/jsonl' })
    const lines = sentLines()
    // The entry that ends the export is written after the file.
    expect(lines).toEqual((await trail()).slice(0, -1))
    const verifier = createVerifier()
    expect(lines.map((line) => verifier.check(line))).toEqual([undefined, undefined, undefined, undefined])
    expect((await desk.reads('audit verify'))[0]).toContain('The audit is intact: 5 entries')
  })

  test('can be checked without Ferry, by the command in the operator’s manual', async () => {
    await happened({ subject: 'naïve "桶"', detail: 'a\\b' })
    await desk.types('audit export json')
    const manual = readFileSync('docs/operations.md', 'utf8')
    const command = /`head -1 FILE (\| [^`]+)`/.exec(manual)?.[1] ?? ''
    const hashes = sent()
      .trimEnd()
      .split('\n')
      .map((line) => execFileSync('sh', ['-c', `cat ${command}`], { input: `${line}\n`, encoding: 'utf8' }))
    expect(hashes).toEqual(sentLines().map(({ hash }) => `${hash}  -\n`))
  })
})

describe('an export', () => {
  test.each([
    ['audit export json <@U3|x>', ['U3 limit']],
    ['audit export 1912… json', ['U1 pause']],
    ['audit export JSON prod-hw <@U1>', ['U1 pause']],
    ['audit export json 1h', ['U3 limit', 'U1 audit export']],
  ])('of `%s` contains what the filter names', async (text, verbs) => {
    await happened({ subject: 'prod-hw/1912' })
    await desk.clock.advance(2 * 3_600_000)
    await happened({ user: 'U3', verb: 'limit', subject: 'other/77' })
    expect((await desk.reads(text))[0]).not.toContain('all ')
    expect(sentLines().map(({ user, verb }) => `${user} ${verb}`)).toEqual(verbs)
  })

  test('sends no file if nothing matches', async () => {
    await happened()
    expect((await desk.reads('audit export <@U9>'))[0]).toContain('there is no file')
    expect(desk.files).toEqual([])
  })

  test('contains as many of the newest entries as fit the file, and says so in the file and in the message', async () => {
    for (let index = 0; index < 9; index += 1) await happened()
    const words = await exported(['json'], { records: 3, bytes: 1e6 })
    expect(sentLines().map(({ seq }) => seq)).toEqual([8, 9, 10])
    for (const said of [words, desk.files[0]?.comment]) {
      expect(said).toContain('3 entries, oldest first, no. 8 to no. 10')
      expect(said).toContain('at most 3 entries or 1 MB: these are the newest entries. To get older ones, filter by')
    }
  })

  test.each(['csv', 'json'])('as %s never exceeds the limit for files', async (format) => {
    for (let index = 0; index < 9; index += 1) await happened({ subject: 'ü'.repeat(100) })
    const words = await exported([format], { records: 50, bytes: 2000 })
    const bytes = desk.files[0]?.content.length ?? 0
    expect([bytes <= 2000, bytes > 1300]).toEqual([true, true])
    expect(words).toContain('50 entries or 2 kB')
  })

  test('does not say that it was cut if everything just fits', async () => {
    await happened()
    expect(await exported(['json'], { records: 2, bytes: 1e6 })).toContain('all 2 entries')
    expect(sentLines()).toHaveLength(2)
  })

  test('says what is missing or unreadable', async () => {
    for (let index = 0; index < 3; index += 1) await happened()
    const { audit } = desk.tools.store
    const newestFirst = async function* () {
      for await (const record of audit.newestFirst()) if (record.seq !== 2) yield record
    }
    desk.tools.store = { ...desk.tools.store, audit: { ...audit, newestFirst } }
    const lines = (await desk.reads('audit export')).join('\n')
    expect(lines).toContain('1 entry is missing')
    expect(lines).not.toContain('all ')
  })
})

describe('an export', () => {
  test('is recorded in the audit before and after it runs, with the filter in words', async () => {
    await happened()
    await desk.types('audit export json <@U1> 7d prod-hw')
    await desk.types('audit export')
    const lines = (await trail()).map(({ verb, detail, outcome, role }) => [verb, detail, outcome, role])
    const some = 'json, entries of U1, of the last 7d, by name'
    expect(lines.slice(1)).toEqual([
      ['audit export', some, 'begun', 'admin'],
      ['audit export', some, 'done', 'admin'],
      ['audit export', 'csv, all entries', 'begun', 'admin'],
      ['audit export', 'csv, all entries', 'done', 'admin'],
    ])
  })

  test('requires an admin', async () => {
    await desk.types('roles give <@U3> approver')
    expect((await desk.types('audit export', { user: 'U3' })).code).toBe('not_allowed')
    expect(desk.files).toEqual([])
  })

  test('is never shared', async () => {
    expect((await desk.types('audit export --share')).code).toBe('usage')
    expect(desk.files).toEqual([])
    expect(await trail()).toEqual([])
  })

  test.each([
    [
      new AppError('slack_outcome_unknown', { method: 'x' }),
      /Look in your direct messages with Ferry first/,
      'unknown',
    ],
    [new AppError('slack_refused', { method: 'x', reason: 'missing_scope' }), /to reinstall it/, 'refused'],
    [
      new AppError('slack_unreachable', { method: 'the upload of a file' }),
      /is not responding to the upload/,
      'refused',
    ],
    [new AppError('slack_rate_limited', { method: 'x' }), /Slack is rate-limiting x/, 'refused'],
  ])('that fails says what to do and is not sent again: %s', async (error, words, outcome) => {
    desk.losesFiles(error)
    const { code, reply } = await desk.types('audit export')
    expect(code).toBe('file_not_sent')
    const said = readable(shownIn(reply)).join('\n')
    expect(said).toMatch(words)
    expect(said).toContain('doesn’t retry on its own')
    expect((await trail()).map((record) => [record.outcome, record.code])).toEqual([
      ['begun', undefined],
      [outcome, error.code],
    ])
    expect((await desk.types('audit export')).code).toBe('file_not_sent')
  })

  test('is sent once, however often it is requested meanwhile', async () => {
    await happened()
    const held = Promise.withResolvers<string>()
    let asked = 0
    desk.tools.sendFile = () => {
      asked += 1
      return held.promise
    }
    const first = desk.begins('audit export')
    await desk.clock.settle()
    expect((await desk.reads('audit export'))[0]).toBe(
      ':warning: Ferry is already working on your export of the audit.',
    )
    held.resolve('DU1')
    expect((await first).code).toBe('ok')
    expect(asked).toBe(1)
  })

  test('is offered with the filter of the page on view', async () => {
    await happened({ subject: 'prod-hw/1912' })
    expect(typedBy(shownIn((await desk.types('audit prod-hw 7d')).reply))).toMatchObject({
      'Export as CSV': 'audit export csv prod-hw 7d',
      'Export as JSON': 'audit export json prod-hw 7d',
    })
  })
})
