import { validateBlocks } from '../../../../playground/slack/blockkit/validate.ts'

/** The errors of one block in a message, as `pointer constraint`, with pointers relative to the block. */
export function wrongWith(block: unknown): string[] {
  return validateBlocks([block], 'message').map(({ pointer, constraint }) => {
    return `${pointer.replace('/blocks/0', '')} ${constraint.type}`
  })
}
