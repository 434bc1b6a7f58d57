import { expect, test } from 'vitest'
import { specLines } from '../../src/views/words/spec-lines.ts'
import { aSpec } from '../approvals/samples.ts'

test.each([
  [{ cloud: 'AWS', region: 'us-east-1' }, '*From* AWS us-east-1 `photos`'],
  [{ endpoint: 's3.amazonaws.com', region: 'us-east-1' }, '*From* s3.amazonaws.com us-east-1 `photos`'],
  [{ cloud: 'S3', endpoint: 'store.example.com', region: 'eu' }, '*From* S3 eu `photos` at `store.example.com`'],
])('a source is described from the large to the small: %j', (where, line) => {
  const source = { bucket: 'photos', selection: 'everything' as const, ...where }
  expect(specLines({ ...aSpec(), source })[0]).toBe(line)
})
