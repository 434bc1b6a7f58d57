import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from '../../../playground/cloud/random.ts'
import {
  beginTransfer,
  createTransfer,
  endIfDue,
  haltTransfer,
  measureTransfer,
} from '../../../playground/cloud/transfer.ts'

const plans = fc.record({
  bytes: fc.integer({ min: 0, max: 1e12 }),
  objects: fc.integer({ min: 1, max: 1e6 }),
  bytesPerSecond: fc.integer({ min: 1e6, max: 1e9 }),
})

test('the figures of any transfer never fall, never exceed the known totals, and are complete at the end', () => {
  fc.assert(
    fc.property(plans, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (plan, share) => {
      const transfer = createTransfer({ ...plan, skippedObjects: Math.floor(plan.objects / 3) }, createRandom())
      beginTransfer(transfer, 0)
      const pausedAt = Math.floor((transfer.leg?.endsAt ?? 0) * share)
      const before = measureTransfer(transfer, pausedAt)
      haltTransfer(transfer, pausedAt)
      expect(measureTransfer(transfer, pausedAt + 1e9)).toEqual(before)
      expect(before.bytesDone).toBeLessThanOrEqual(before.knownBytes)
      expect(before.skippedObjects).toBeLessThanOrEqual(before.objectsDone)
      beginTransfer(transfer, 1e9)
      expect(endIfDue(transfer, (transfer.leg?.endsAt ?? 0) - 1)).toBeUndefined()
      expect(endIfDue(transfer, transfer.leg?.endsAt ?? 0)).toMatchObject({ outcome: 'done' })
      expect(measureTransfer(transfer, 1e12)).toMatchObject({
        ...{ isScanned: true, bytesDone: plan.bytes, knownBytes: plan.bytes },
        ...{ objectsDone: plan.objects, knownObjects: plan.objects, skippedObjects: Math.floor(plan.objects / 3) },
      })
    }),
    { numRuns: 200 },
  )
})

test('a failure happens once, at its share of the transfer', () => {
  const transfer = createTransfer({ bytes: 10e9, objects: 100, failAfterFraction: 0.5 }, createRandom())
  beginTransfer(transfer, 0)
  expect(endIfDue(transfer, 1e9)).toMatchObject({ outcome: 'failed' })
  expect(measureTransfer(transfer, 1e9).bytesDone / 10e9).toBeCloseTo(0.5, 3)
  beginTransfer(transfer, 1e9)
  expect(endIfDue(transfer, 2e9)).toMatchObject({ outcome: 'done' })
})
