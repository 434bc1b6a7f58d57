import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tries } from '../../playground/tries.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

test.each(tries)('the README contains the page’s suggestion: %s', (text) => {
  expect(readme.replaceAll(/\s+/g, ' ')).toContain(`\`${text}\``)
})
