import { validateBlocks } from '../../../../playground/slack/blockkit/validate.ts'

/** What is wrong with one block of a message, as `pointer constraint`, the pointer from the block. */
export function wrongWith(block: unknown): string[] {
  return validateBlocks([block], 'message').map(({ pointer, constraint }) => {
    return `${pointer.replace('/blocks/0', '')} ${constraint.type}`
  })
}
