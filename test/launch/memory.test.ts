import { expect, test } from 'vitest'
import { createProject } from './project.ts'

const program = `
import { getHeapSpaceStatistics } from 'node:v8'
import { limitMemory } from './launch/memory.js'
const young = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20
limitMemory()
const before = young()
const kept = []
for (let count = 0; count < 2_000_000; count += 1) kept.push({ count })
process.stdout.write([before, young()].join())
`

test('V8 gives young objects 8 MiB and stays there, however many survive', () => {
  const { run } = createProject({ 'src/measure.js': program })
  expect(run('src/measure.js')).toMatchObject({ stdout: '8,8', stderr: '' })
})
