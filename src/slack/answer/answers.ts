import type { ViewOutput } from '@slack/bolt'
import type { Answers } from '../../commands/machine/command.ts'
import { isAnswer } from '../../views/blocks/ids.ts'

/**
 * Reads the answers of a form, by question: typed text, the values of what was chosen, or the ids of people or a
 * channel. Leaves out empty answers.
 */
export function readAnswers({ state }: Pick<ViewOutput, 'state'>): Answers {
  const answers: Record<string, string> = {}
  for (const [name, actions] of Object.entries(state.values)) {
    const given = Object.entries(actions).find(([id]) => isAnswer(id))?.[1]
    const ticked = given?.selected_options?.map(({ value }) => value).join(',')
    const people = given?.selected_users?.join(',')
    const value = given?.value ?? given?.selected_option?.value ?? given?.selected_user ?? ticked ?? people
    if (typeof value === 'string' && value.trim() !== '') answers[name] = value
  }
  return answers
}

/** Names of all questions that a form asks, answered or not. */
export function questionsIn({ blocks }: Pick<ViewOutput, 'blocks'>): string[] {
  return blocks.flatMap((block) => (block.type === 'input' && block.block_id !== undefined ? [block.block_id] : []))
}
