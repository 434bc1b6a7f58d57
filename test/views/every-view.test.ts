import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Names of the exported views that answer with a message. A view is written on one line, or its type below its input. */
const typed = /^export function (\w+)\((?:.*\): (\w+)|\n[\s\S]*?^\): (\w+)) \{$/gm

function views(): string[] {
  return globSync('src/views/**/*.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(typed)].flatMap(([, name = '', inline, below]) =>
      (inline ?? below) === 'Message' ? [name] : [],
    ),
  )
}

/** The files in which any input is put into views, and every text that comes out is looked at. */
const tried = ['any-input.test.ts', 'failures.test.ts', 'inputs*.ts'].flatMap((name) => globSync(`test/views/${name}`))

test('every view that answers with a message is tried with any input', () => {
  const sources = tried.map((file) => readFileSync(file, 'utf8')).join('\n')
  const names = views()
  expect(names).toContain('problemMessage')
  expect(names).toContain('escalationMessage')
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(sources))).toEqual([])
})
