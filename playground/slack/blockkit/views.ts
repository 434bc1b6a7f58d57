import { block } from './blocks.ts'
import { plainText } from './composition.ts'
import { has, isObject, listOf, missing } from './inspect.ts'
import { boolean, type Check, list, object, string, typed } from './rule.ts'
import { BLOCK_COUNT } from './surfaces.ts'

const shared = {
  'private_metadata?': string({ min: 0, max: 3000 }),
  'callback_id?': string({ min: 0, max: 255 }),
  'external_id?': string({ min: 0, max: 255 }),
}

const submitForInputs: Check = (view) => {
  const hasInput = listOf(view.blocks).some((one) => isObject(one) && one.type === 'input')
  return hasInput && !has(view, 'submit') ? [missing('submit')] : []
}

/** https://docs.slack.dev/reference/views */
export const view = typed({
  modal: object(
    {
      title: plainText(24),
      blocks: list(block, BLOCK_COUNT.modal),
      'submit?': plainText(24),
      'close?': plainText(24),
      'clear_on_close?': boolean,
      'notify_on_close?': boolean,
      ...shared,
    },
    submitForInputs,
  ),
  home: object({ blocks: list(block, BLOCK_COUNT.home), ...shared }),
})
