import type { ContextBlock, PlanBlock } from '@slack/types'
import { escaped } from '../words/text.ts'
import { context, plain } from './elements.ts'
import { limits } from './limits.ts'

/** A step of something that goes on: what it is called, and how it stands. */
export type Step = { name: string; title: string; status: keyof typeof marks }

/** The steps of something that goes on, as Slack draws them in messages. */
export function plan(title: string, steps: readonly Step[]): PlanBlock {
  return {
    type: 'plan',
    title: plain(title, limits.planText).text,
    tasks: steps.map((step) => ({
      type: 'task_card',
      task_id: step.name,
      title: plain(step.title, limits.planText).text,
      status: step.status,
    })),
  }
}

export function isPlan(block: { type: string }): block is PlanBlock {
  return block.type === 'plan'
}

/** The steps in a line, where Slack has no plans: "✓ Checked → ▸ Approval → ○ Creation". */
export function planInWords({ tasks = [] }: PlanBlock): ContextBlock {
  const steps = tasks.map(({ title, status }) => `${markOf(status)} ${escaped(String(title ?? ''))}`)
  return context(steps.join(' → '))
}

const marks = { pending: '○', in_progress: '▸', complete: '✓', error: '✗' } as const

function markOf(status: unknown): string {
  return Object.entries(marks).find(([name]) => name === status)?.[1] ?? marks.pending
}
