import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../src/commands/index.ts'
import { environmentSchema } from '../src/config/environment.ts'
import type { Person } from './flows/person.ts'
import { readingOf } from './flows/reading.ts'
import { connectAccount, keepKeys } from './flows/setup.ts'
import { createStage, type Stage } from './flows/stage.ts'
import { until } from './flows/until.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const scripts = Object.keys(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).scripts)

describe('the README', () => {
  test('names only scripts that exist, and every script', () => {
    const named = [...readme.matchAll(/npm (?:run )?([a-z]+)\b/g)].flatMap(([, name = '']) =>
      ['ci', 'run'].includes(name) ? [] : [name],
    )
    expect([...new Set(named)].sort()).toEqual([...scripts].sort())
  })

  test('explains every variable of the environment', () => {
    expect(Object.keys(environmentSchema.shape).filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
  })

  test('links only to existing files', () => {
    const links = [...readme.matchAll(/(?:\]\(|src=")((?!http)[^)"#]+)/g)].map(([, link]) => link ?? '')
    expect(links.filter((link) => !existsSync(new URL(`../${link}`, import.meta.url)))).toEqual([])
  })

  test('shows every command', () => {
    const table = readme.slice(readme.indexOf('## Commands'), readme.indexOf('## Run it'))
    expect(commands.map(({ verb }) => verb).filter((verb) => !new RegExp(`[\`/ ]${verb}[\` \\[]`).test(table))).toEqual(
      [],
    )
  })
})

describe('the README’s instructions', () => {
  let stage: Stage
  let person: Person
  beforeAll(async () => {
    stage = await createStage()
    person = stage.newcomer()
    await connectAccount(person, stage.cloudUrl)
    await keepKeys(person)
    stage.addTask({ id: '191297407830872' })
    stage.addTask({ id: '230805112233445', status: 5, sourceBucket: 'backups-2024' })
  })
  afterAll(() => stage.stop())

  const steps = readme.slice(readme.indexOf('## Try it'), readme.indexOf('## Commands'))
  const typed = [...steps.matchAll(/`\/migrate ([^`]+)`/g)].map(([, text]) => text ?? '')

  test.each(typed)('/migrate %s is answered', async (text) => {
    const before = { messages: person.messages().length, pages: person.modals().length }
    expect(await person.types(text)).toMatchObject({ ok: true, acknowledged: true })
    const answer = await until(
      'an answer',
      () => person.messages()[before.messages] ?? person.modals()[before.pages],
      () => JSON.stringify(person.messages()),
    )
    expect(readingOf(answer)).not.toContain(':warning:')
  })

  test('pressing Pause in the card pauses it', async () => {
    await person.types('status 1912…')
    await person.presses('Pause', await person.hears('Running'))
    await person.hears('Pausing')
    stage.cloud.finishPause('191297407830872')
    await person.hears('Paused')
  })
})
