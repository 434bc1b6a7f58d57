import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { environmentSchema } from '../../config/environment.ts'
import { sqlitePathIn } from '../../store/open.ts'
import { withEnvFile } from '../env-file.ts'
import type { Prompt } from '../prompt.ts'
import type { TerminalCommand, TerminalParts } from '../terminal.ts'
import { checkConfig } from './check.ts'
import { fillManifest, linkToCreate } from './manifest.ts'
import { address, answerTo, appToken, botToken, firstAdmin, type Question, signingSecret } from './questions.ts'
import { fillExample, writeForOwner } from './write.ts'

/**
 * Asks four questions, makes the encryption key, writes the env file, and checks that Ferry can start. A variable that
 * the environment sets is not asked for and not written. Writes nothing before the last answer, over no file, and no key
 * where a store waits for another one.
 */
export const setup: TerminalCommand = {
  name: 'setup',
  usage: 'setup',
  about: 'ask four questions, write .env, and check everything',
  async run(parts) {
    const { file, prompt, environment } = parts
    const hindrance = hindranceOf(parts)
    if (hindrance !== undefined) return refuse(prompt, hindrance)
    prompt.say(greeting)
    const answers = await askAll(parts)
    if (answers === undefined) return refuse(prompt, '\nNothing was written.')
    const values = { ...answers, ...newKey(environment) }
    if (!writeForOwner(file, fillExample(pageOf('.env.example'), values))) return refuse(prompt, existing(file))
    prompt.say(written(file, 'ENCRYPTION_KEYS' in values))
    return check(parts)
  },
}

const greeting = `
Ferry needs a Slack app and an encryption key. Four questions; nothing is written before the last answer.
Ctrl+C ends this at any time.
`

const existing = (file: string) =>
  `${file} is already there, and stays as it is. Check it with: npm run doctor\nTo begin anew, move it away first.`

function refuse(prompt: Prompt, why: string): number {
  prompt.say(why)
  return 1
}

/** Why nothing may be set up here. Undefined if nothing stands in the way. */
function hindranceOf({ file, environment }: TerminalParts): string | undefined {
  if (existsSync(file)) return existing(file)
  const folder = dirname(resolve(file))
  if (!canWriteIn(folder))
    return `${folder} is no folder that you can write to, and ${file} belongs in it. Change that, then begin again.`
  if (environment.ENCRYPTION_KEYS !== undefined) return undefined
  const url = environmentSchema.shape.STORE_URL.safeParse(environment.STORE_URL).data ?? ''
  if (!url.startsWith('sqlite:') || !existsSync(sqlitePathIn(url))) return undefined
  return `There is a store already, ${sqlitePathIn(url)}, and a new encryption key would not open it.
Copy .env.example to ${file}, put the store’s key in it, and check it with: npm run doctor
For a new store, move the old one away first.`
}

function canWriteIn(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Makes an encryption key, unless the environment has one. */
function newKey({ ENCRYPTION_KEYS }: TerminalParts['environment']): { ENCRYPTION_KEYS?: string } {
  return ENCRYPTION_KEYS === undefined ? { ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}` } : {}
}

/** The answers by the names of their variables. Undefined if the person leaves. */
async function askAll({ prompt, environment }: TerminalParts): Promise<Record<string, string> | undefined> {
  const answers: Record<string, string> = {}
  const ask = async (question: Question, number: number) => {
    const given = environment[question.name]
    if (given !== undefined) {
      prompt.say(`${number} of 4. ${question.name} is set in the environment.\n`)
      return given
    }
    const answer = await answerTo(question, { number, prompt })
    if (answer !== undefined) answers[question.name] = answer
    return answer
  }
  const url = environment.SLACK_APP_TOKEN === undefined ? await ask(address, 1) : ''
  if (url === undefined) return undefined
  const publicUrl = url === '' ? undefined : url.replace(/\/+$/, '')
  prompt.say(invitation(publicUrl))
  const proof = publicUrl === undefined ? appToken : signingSecret
  for (const [index, question] of [botToken, proof, firstAdmin].entries()) {
    if ((await ask(question, index + 2)) === undefined) return undefined
  }
  return answers
}

function invitation(publicUrl: string | undefined): string {
  const manifest = fillManifest(pageOf('manifest.yml'), publicUrl)
  const later =
    publicUrl === undefined
      ? ''
      : '\nSlack asks these addresses at once, while nothing answers there yet. Once Ferry runs, press Retry under\n' +
        'Event Subscriptions.'
  return `This is the manifest of Ferry’s Slack app:

${manifest}
Open this link, choose your workspace, and press Create. It carries the manifest; if it does not open, choose
“From a manifest” at https://api.slack.com/apps?new_app=1 and paste what stands above.${later}

${linkToCreate(manifest)}
`
}

function written(file: string, hasKey: boolean): string {
  const key = hasKey ? ' It holds a new encryption key, k1, without which nobody can open the store: keep a copy.' : ''
  return `Wrote ${file}, which only you can read.${key}\n\nChecking …\n`
}

async function check({ file, environment, prompt }: TerminalParts): Promise<number> {
  const report = await checkConfig(withEnvFile(environment, file), prompt.say)
  if (report !== undefined) {
    prompt.say(`${report}\nCorrect this in ${file} or in Slack, then check again with: npm run doctor`)
    return 1
  }
  prompt.say(
    'Ferry can start: npm start\nThen, in Slack: /migrate connect adds a cloud account, /invite @Ferry brings Ferry into a channel,\nand /migrate watch ID follows a migration there.',
  )
  return 0
}

function pageOf(name: string): string {
  return readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8')
}
