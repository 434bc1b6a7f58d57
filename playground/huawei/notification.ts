import type { TaskRequest } from './task.ts'

export type Outcome = 'SUCCESS' | 'FAILURE'

/** `smn_info`: present once the outcome was worth a message to the topic; `error` is why it could not be sent. */
export function notificationOf({ smn_config: config }: TaskRequest, outcome: Outcome | undefined, error?: string) {
  if (!config || !outcome || !config.trigger_conditions.includes(outcome)) return null
  const topic = config.topic_urn.split(':').at(-1) ?? ''
  return { notify_result: !error, notify_error_message: error ?? '', topic_name: error ? topic : '' }
}
