import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startErrors } from '../../src/errors/start.ts'
import { createMetrics } from '../../src/operate/metrics/metrics.ts'
import { providers } from '../../src/providers/index.ts'
import { storeVersion } from '../../src/store/backend.ts'

const page = readFileSync('docs/operations.md', 'utf8').replaceAll('*', '')

test.each(Object.values(startErrors).map(({ what }) => what))('the operator’s page explains “%s”', (what) => {
  const [firstWords = ''] = what.split(/[:{.]/)
  expect(page).toContain(firstWords.trim())
})

test('the operator’s page names only existing metrics', () => {
  const metrics = createMetrics({ lagMs: () => 0 }).render()
  const named = page.match(/\bferry_[a-z_]+/g) ?? []
  expect(named.filter((name) => !metrics.includes(`# TYPE ${name} `))).toEqual([])
})

test('the operator’s page says which store version this version writes, and that it reads all before', () => {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')))
  const row = new RegExp(`^\\| ${version} \\| (\\d+) \\| (.+) \\|$`, 'm').exec(page)
  expect(Number(row?.[1])).toBe(storeVersion)
  const read = [...(row?.[2] ?? '').matchAll(/\d+/g)].map(([number]) => Number(number)).toSorted()
  expect(read).toEqual(Array.from({ length: storeVersion }, (_, index) => index + 1))
})

test('the operator’s page names every domain whose hosts need no entry in ENDPOINT_ALLOWLIST', () => {
  const sentence = /unless they belong to a\s+domain of their cloud: ([^:]+)\.\n/.exec(page)?.[1] ?? ''
  expect(sentence.match(/(?<=`)[\w.]+(?=`)/g)).toEqual(providers.flatMap(({ domains }) => domains))
})

/** The tests that do what a section of the operator's page says: a file and a test in it. */
const runBy: Record<string, readonly (readonly [file: string, test: string])[]> = {
  Start: [
    ['flows/start-checks.test.ts', 'all problems are reported together'],
    ['flows/start.test.ts', 'with a store that is locked names the lock'],
    ['flows/start-checks.redis.test.ts', 'a full Redis is refused as a store'],
  ],
  Examine: [
    ['terminal/doctor.test.ts', 'asks a Ferry that runs'],
    ['flows/doctor.test.ts', 'says that all is well'],
  ],
  Monitor: [
    ['flows/operator.test.ts', 'sees that Ferry is alive and ready'],
    ['operate/heartbeat.test.ts', 'calls the monitor after a round'],
    ['flows/traces.test.ts', 'a trace leads from a typed command'],
    ['commands/dispatch.test.ts', 'has the reference of the log line'],
  ],
  'How much Ferry says': [['subscribe/day.test.ts', 'a day with 200 migrations']],
  'Choose a mode': [['flows/start.test.ts', 'with a store that another Ferry uses waits ten seconds']],
  Kits: [
    ['deploy/kits.test.ts', 'replicas share a Redis'],
    ['deploy/helm.test.ts', 'two replicas without a volume'],
  ],
  'Stop and deploy': [
    ['flows/start.test.ts', 'a first signal makes it not ready at once'],
    ['flows/stopping.test.ts', 'a slow command is answered'],
  ],
  'Back up': [['docs/guide.redis.test.ts', 'do what these sections say']],
  Restore: [['docs/guide.redis.test.ts', 'do what these sections say']],
  'Move to another store': [['docs/guide.redis.test.ts', 'do what these sections say']],
  'Another store': [
    ['flows/store-changed.redis.test.ts', 'is told to an admin and written to no more'],
    ['store/identity.test.ts', 'that has lost the last minute goes on'],
  ],
  'Audits without entries': [['commands/audit-empty.test.ts', 'warns about an audit without entries']],
  'A request stays at *Being created*': [
    ['flows/created-once.test.ts', 'a migration whose creation got no answer is found'],
    ['flows/created-once.test.ts', 'a second migration that arrives late is announced'],
  ],
  'Slack refuses a token': [
    ['flows/uninstalling.test.ts', 'with a refused token are told so'],
    ['slack/refused-tokens.test.ts', 'in steps that double to ten minutes'],
  ],
  'A workspace removed Ferry': [['flows/uninstalling.test.ts', 'lose their data after the grace period']],
  'Rotate keys': [
    ['operate/key-rotation.test.ts', 'open without it after the rotation'],
    ['store/new-chain.test.ts', 'a start with LOST_ENCRYPTION_KEYS begins a new chain'],
  ],
  'The record of a channel is damaged': [['flows/damaged-records.test.ts', 'an admin resumes posting']],
  'The approval policy cannot be read': [['commands/policy-lost.test.ts', 'an admin can set a new one']],
  'The audit’s end cannot be read': [['store/audit-end.test.ts', 'the repair in the operator’s manual']],
  'Check an exported audit': [['commands/audit-export.test.ts', 'by the command in the operator’s manual']],
  Upgrade: [
    ['flows/start.test.ts', 'with a store of a newer Ferry leaves it alone'],
    ['store/written-by.test.ts', 'holds every sort of record, and each record is read'],
    ['store/older-replicas.test.ts', 'is brought forward once the older replica has stopped'],
  ],
  'Behind a proxy': [
    ['slack/front-door.test.ts', 'a body, a head or a connection that is too slow is ended'],
    ['slack/connections.test.ts', 'a connection that sends nothing is closed after a second'],
  ],
  'Who is called, and when': [
    ['notify/calls.test.ts', 'is called once about a cause within 15 minutes'],
    ['notify/held-calls.test.ts', 'reaches its owner in private at once'],
    ['notify/escalation.test.ts', 'goes to the account’s on-call group'],
  ],
  'Hosts that Ferry calls': [['docs/operations.test.ts', 'names every domain whose hosts need no entry']],
}

describe('the operator’s page', () => {
  const sections = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, title]) => title)

  test('has no section that no test runs', () => {
    expect(sections).toEqual(Object.keys(runBy))
  })

  test.each(Object.entries(runBy))('says under “%s” what tests do', (_, tests) => {
    const missing = tests.filter(([file, name]) => !readFileSync(`test/${file}`, 'utf8').includes(name))
    expect(missing).toEqual([])
  })
})
