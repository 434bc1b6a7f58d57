/** The places that show blocks. */
export type Surface = 'message' | 'modal' | 'home'

const EVERYWHERE = ['message', 'modal', 'home'] as const
const MESSAGES = ['message'] as const
const MESSAGES_AND_HOME = ['message', 'home'] as const

/** The surfaces that accept each block: https://docs.slack.dev/blocks.json, or observed behavior if it differs. */
export const SURFACES_OF_BLOCK: ReadonlyMap<string, readonly Surface[]> = new Map<string, readonly Surface[]>([
  ['section', EVERYWHERE],
  ['context', EVERYWHERE],
  ['actions', EVERYWHERE],
  ['divider', EVERYWHERE],
  ['header', EVERYWHERE],
  ['image', EVERYWHERE],
  ['input', EVERYWHERE],
  ['rich_text', EVERYWHERE],
  ['video', EVERYWHERE],
  ['alert', ['modal']],
  ['plan', MESSAGES],
  ['task_card', MESSAGES],
  ['markdown', MESSAGES],
  ['context_actions', MESSAGES],
  ['table', MESSAGES_AND_HOME],
  ['data_table', MESSAGES_AND_HOME],
  ['data_visualization', MESSAGES_AND_HOME],
  ['container', MESSAGES_AND_HOME],
  // Also listed for modals, where it fails in practice.
  ['card', MESSAGES_AND_HOME],
  ['carousel', MESSAGES_AND_HOME],
  // Slack adds it to the messages that it returns, but nobody can post it.
  ['file', []],
])

export const SURFACES_OF_ELEMENT: ReadonlyMap<string, readonly Surface[]> = new Map<string, readonly Surface[]>([
  ['file_input', ['modal']],
])

/** The number of blocks on a surface. A view needs one, a message may have text instead. */
export const BLOCK_COUNT: Readonly<Record<Surface, { min: number; max: number }>> = {
  message: { min: 0, max: 50 },
  modal: { min: 1, max: 100 },
  home: { min: 1, max: 100 },
}

/** The number of blocks of some types that a message can have together. */
export const MESSAGE_QUOTAS = [
  { types: ['table', 'data_table'], max: 1, code: 'only_one_table_allowed' },
  { types: ['plan'], max: 1, code: 'failed_constraint' },
  { types: ['data_visualization'], max: 2, code: 'failed_constraint' },
] as const
