import type { KnownBlock } from '@slack/types'
import { button, type Choice, choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'

/** Steps that a workspace has taken to work with Ferry. */
export type Steps = { [Name in StepName]: boolean }
export type StepName = 'account' | 'keys' | 'roles' | 'following'

type Step = { what: string; why: string; choice: Choice }

const steps: Readonly<Record<StepName, Step>> = {
  account: {
    what: 'Connect a cloud account',
    why: 'Ferry then shows its migrations.',
    choice: { label: 'Connect', command: 'connect', style: 'primary' },
  },
  keys: {
    what: 'Save storage keys',
    why: 'Huawei needs them whenever a migration starts. Skip it for NAVER and UpCloud.',
    choice: { label: 'Add a key', command: 'keys add' },
  },
  roles: {
    what: 'Give people roles',
    why: 'Everybody may look. To act takes a role; until then only admins can.',
    choice: { label: 'Roles', command: 'roles' },
  },
  following: {
    what: 'Follow migrations in a channel',
    why: 'Type `/invite @Ferry` there, then choose what it hears of.',
    choice: { label: 'Subscribe', command: 'subscribe' },
  },
}

const order: readonly StepName[] = ['account', 'keys', 'roles', 'following']

/** Whether people can work with Ferry. The other steps help, and can be skipped. */
export function isUsable({ account, following }: Steps): boolean {
  return account && following
}

/** The answer to somebody who is new, or has just invited Ferry to a channel. */
export function welcomeMessage(done: Steps): Message {
  return {
    text: 'Welcome to Ferry',
    blocks: [
      section(
        '*Welcome.* Ferry runs bucket-to-bucket migrations from Slack: status, pause, failures explained, approvals.',
      ),
      ...stepBlocks(done),
      ...choices([
        ...(done.account ? [{ label: 'List migrations', command: 'list' }] : []),
        { label: 'Help', command: 'help' },
      ]),
    ],
  }
}

/** The steps, each with what it is for. What is done has a tick; what is missing has a button. */
export function stepBlocks(done: Steps): KnownBlock[] {
  const missing = order.filter((name) => !done[name])
  const finished = order.filter((name) => done[name]).map((name) => steps[name].what)
  return [
    ...(missing.length === 0 ? [] : [section('*To begin,* in any order. Skip what you do not need.')]),
    ...missing.map((name) => stepRow(steps[name])),
    ...(finished.length === 0 ? [] : [context(`:white_check_mark: ${finished.join(' · ')}`)]),
  ]
}

function stepRow({ what, why, choice }: Step): KnownBlock {
  return { ...section(`:white_circle: *${what}*\n${why}`), accessory: button(choice) }
}

/** The steps that are missing, in one line, where the rest of a page has more to say. */
export function missingSteps(done: Steps): string | undefined {
  const missing = order.filter((name) => !done[name]).map((name) => steps[name].what.toLowerCase())
  return missing.length === 0 ? undefined : `Not set up yet: ${missing.join(', ')}.`
}
