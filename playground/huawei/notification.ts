import type { TaskRequest } from './task.ts'

export type Outcome = 'SUCCESS' | 'FAILURE'

/**
 * `smn_info`, which exists once a notification about the outcome was due. `error` is the reason why it could not be
 * sent.
 */
export function notificationOf({ smn_config: config }: TaskRequest, outcome: Outcome | undefined, error?: string) {
  if (!config || !outcome || !config.trigger_conditions.includes(outcome)) return null
  const topic = config.topic_urn.split(':').at(-1) ?? ''
  return { notify_result: !error, notify_error_message: error ?? '', topic_name: error ? topic : '' }
}
