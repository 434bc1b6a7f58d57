import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validateMessage, validateView } from '../../playground/slack/blockkit/validate.ts'
import { listCuts } from '../../src/migrations/failed-objects.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { failuresForm } from '../../src/views/act/failures-form.ts'
import { failuresMessage, type ToldFailures } from '../../src/views/page/failures.ts'
import { failuresComment, failuresSent, nothingFailed } from '../../src/views/page/failures-file.ts'
import { harmIn, harmInText, misreadIn } from './harm.ts'
import { hostile, keptName } from './hostile.ts'
import { anyMigration } from './migrations.ts'

const limits = { objects: 100_000, bytes: 64_000_000, files: 100, forMs: 60_000 }
const cut = fc.option(fc.constantFrom(...listCuts), { nil: undefined })
const reason = fc.oneof(hostile, fc.constantFrom('UPLOAD_DST_OBJ_FAILURE', 'GET_SRC_OBJ_META_FAILURE'))
const group = fc.record(
  { reason, count: fc.nat(), samples: fc.array(hostile, { maxLength: 3 }) },
  { requiredKeys: ['count', 'samples'] },
)

const anyTold: fc.Arbitrary<ToldFailures> = fc
  .record({
    migration: anyMigration,
    tally: fc.record({ total: fc.nat(), others: fc.nat(), groups: fc.array(group, { maxLength: 30 }) }),
    reading: fc.record({ files: fc.nat(), unreadable: fc.nat(), cut }),
    key: keptName,
  })
  .map(({ reading: { cut: why, ...reading }, ...told }) => ({
    ...{ ...told, provider: huawei, limits },
    reading: { ...reading, ...(why === undefined ? {} : { cut: why }) },
  }))

describe('for any list of failed objects', () => {
  test.each([
    ['the reasons', anyTold.map(failuresMessage)],
    [
      'the offer of the file',
      anyTold.map(({ migration, key, tally, reading }) =>
        failuresSent(
          { migration, key, count: tally.total, ...(reading.cut === undefined ? {} : { cut: reading.cut }) },
          { workspace: 'T1', channel: 'D1' },
        ),
      ),
    ],
    ['an empty file', anyMigration.map(nothingFailed)],
  ])('%s are accepted by Slack and do no harm', (_, anyMessage) => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(validateMessage(message)).toEqual([])
        expect(harmIn(message.blocks)).toEqual([])
        expect(harmInText(message.text)).toEqual([])
        expect(misreadIn(message.text)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('the form and the text above the file do no harm', () => {
    fc.assert(
      fc.property(anyMigration, fc.array(keptName, { maxLength: 120 }), (migration, keys) => {
        const modal = failuresForm({ migration, command: 'failures prod/1', keys })
        expect(validateView(modal)).toEqual([])
        expect(harmIn(modal)).toEqual([])
        expect(harmInText(failuresComment({ migration, key: 'k', count: 2 }))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
