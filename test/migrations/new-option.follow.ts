import { expect, test } from 'vitest'
import { answersOf, choicesFor, questionsFor, readSpec } from '../../src/migrations/fields/form.ts'
import { specSchema } from '../../src/migrations/spec/spec.ts'
import { fieldQuestion } from '../../src/views/create/field-question.ts'
import { specLines } from '../../src/views/words/spec-lines.ts'
import { projectId } from '../providers/huawei/open-account.ts'
import { openConnection } from '../providers/huawei/simulated.ts'
import { creationOf, keys, spec } from '../providers/huawei/specs.ts'
import { operationsOf } from '../providers/operations.ts'

/* new-option.test.ts runs this in a copy of Ferry that has one more option. */

const name = 'options.copiesTags'
const { takes, problemsIn } = creationOf('task')
const form = { takes, answers: { ...answersOf(spec), [name]: 'yes' } }

test('the form asks for it, and shows the cloud’s default', () => {
  const asked = questionsFor(form).find((question) => question.name === name)
  if (asked === undefined) throw new Error('It is not asked')
  expect(choicesFor(asked, form)).toHaveLength(2)
  const page = { form: { takes, answers: {} }, lists: {}, found: [] }
  expect(fieldQuestion(asked, page)).toMatchObject({
    label: 'Copy tags',
    choices: [{ label: 'Cloud’s default: no' }, { value: 'yes' }, { value: 'no' }],
  })
})

test('its answer is stored, shown to approvers, sent to the cloud, read back and prefilled', async () => {
  const { spec: asked, problems } = readSpec(form)
  expect([problems, problemsIn(asked, keys)]).toEqual([{}, {}])
  const kept = specSchema.parse(JSON.parse(JSON.stringify(asked)))
  expect(kept.options).toEqual({ copiesTags: true })
  expect(specLines(kept)).toContain('*Options* copying tags')
  const { world, connection } = await openConnection()
  const { id } = (await operationsOf(connection).create({ spec: kept, keys, token: 'k' }, {})) ?? {}
  expect(world.simulator.tasks(projectId).find((task) => String(task.id) === id)).toMatchObject({ enable_tags: true })
  const seen = await connection.show({ kind: 'task', id: id ?? '' }, {})
  expect(seen?.copying).toMatchObject({ copiesTags: true })
  expect(answersOf({ options: { ...seen?.copying } })).toMatchObject({ [name]: 'yes' })
})
