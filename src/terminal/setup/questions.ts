import { environmentSchema } from '../../config/environment.ts'
import { shellSyntaxOf } from '../../config/shell-syntax.ts'
import type { Prompt } from '../prompt.ts'

/** A question whose answer becomes a variable. */
export type Question = {
  name: keyof typeof environmentSchema.shape
  text: string
  isSecret?: boolean
  /** Whether Enter alone is an answer. */
  isOptional?: boolean
}

export const address: Question = {
  name: 'PUBLIC_URL',
  text: `At which https:// address does Slack reach this machine?
Press Enter for none: Ferry then uses Socket Mode, which needs no public address.`,
  isOptional: true,
}
export const botToken: Question = {
  name: 'SLACK_BOT_TOKEN',
  text: `Paste the Bot User OAuth Token (xoxb-…): Install App › Install to Workspace.
It is not shown while you paste it.`,
  isSecret: true,
}
export const appToken: Question = {
  name: 'SLACK_APP_TOKEN',
  text: `Paste an app-level token (xapp-…): Basic Information › App-Level Tokens › Generate Token and Scopes,
with the scope connections:write. It is not shown while you paste it.`,
  isSecret: true,
}
export const signingSecret: Question = {
  name: 'SLACK_SIGNING_SECRET',
  text: `Paste the Signing Secret: Basic Information › App Credentials › Signing Secret › Show.
It is not shown while you paste it.`,
  isSecret: true,
}
export const firstAdmin: Question = {
  name: 'ADMINS',
  text: `Who is the first admin? Paste your member ID (U…): in Slack, your profile › ⋮ › Copy member ID.
Admins connect cloud accounts and give roles. Several IDs go after commas.`,
}

/** Asks until the answer is one that Ferry could start with. Undefined if the person leaves. */
export async function answerTo(
  { name, text, isSecret = false, isOptional = false }: Question,
  { number, prompt }: { number: number; prompt: Prompt },
): Promise<string | undefined> {
  prompt.say(`${number} of 4. ${text}`)
  for (;;) {
    const answer = await prompt.ask({ isSecret })
    if (answer === undefined || (answer === '' && isOptional)) return answer
    const problem = answer === '' ? 'is needed' : problemOf(name, answer)
    if (problem === undefined) return answer
    prompt.say(`${name} ${problem}. Try again:`)
  }
}

function problemOf(name: Question['name'], answer: string): string | undefined {
  if (/\s/.test(answer) && name !== 'ADMINS') return 'has a space in it'
  return shellSyntaxOf(answer) ?? environmentSchema.shape[name].safeParse(answer).error?.issues[0]?.message
}
