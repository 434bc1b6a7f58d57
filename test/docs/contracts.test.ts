import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contractsPage } from '../../docs/contracts.ts'

test('the page on Huawei’s API is what `node docs/contracts.ts` writes', () => {
  expect(readFileSync(new URL('../../docs/contracts.md', import.meta.url), 'utf8')).toBe(contractsPage())
})
