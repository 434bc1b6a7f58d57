import { expect, test } from 'vitest'
import { createProject } from './project.ts'

// Between two collections, V8 can hold more than its limit for a moment, so the program reads what one collection leaves. In a
// process that had to wait for a processor, V8 also makes the space smaller: it takes the process for an idle one.
const program = `
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { limitMemory } from './launch/memory.js'
const young = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
limitMemory()
const before = young()
const kept = []
for (let count = 0; count < 2_000_000; count += 1) kept.push({ count })
collect({ type: 'minor' })
process.stdout.write([before, young()].join())
`

test('V8 gives young objects 8 MiB, and no more however many survive', () => {
  const { run } = createProject({ 'src/measure.js': program })
  const { stdout, stderr } = run('src/measure.js')
  const [before, after] = stdout.split(',').map(Number)
  expect({ before, stderr }).toEqual({ before: 8, stderr: '' })
  expect(after).toBeLessThanOrEqual(8)
})
