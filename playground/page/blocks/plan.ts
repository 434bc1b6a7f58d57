import { isSafeUrl } from '../entities.ts'
import { OutsideLink } from '../formatted.ts'
import { html } from '../html.ts'
import { isPayload, type Payload, readPayloads, readString } from '../payload.ts'
import type { BlockProps } from './block-props.ts'
import { RichTextParts } from './rich-text.ts'

/** A list of tasks with a title and the progress of each. */
export function Plan({ block }: BlockProps) {
  const tasks = readPayloads(block.tasks)
  return html`<div class="plan">
    <div class="plan-title">${readString(block.title)}</div>
    <ol class="plan-tasks">${tasks.map((task) => html`<li key=${readString(task.task_id)}><${Task} task=${task} /></li>`)}</ol>
  </div>`
}

export function TaskCard({ block }: BlockProps) {
  return html`<div class="plan"><${Task} task=${block} /></div>`
}

const statusLabels: Readonly<Record<string, string>> = {
  pending: 'Not started',
  in_progress: 'In progress',
  complete: 'Complete',
  error: 'Failed',
}

function Task({ task }: { task: Payload }) {
  const status = readString(task.status) || 'pending'
  return html`<div class="task" data-status=${status}>
    <span class="task-mark" role="img" aria-label=${statusLabels[status] ?? status}></span>
    <div class="task-body">
      <div class="task-title">${readString(task.title)}</div>
      ${[task.details, task.output].map(
        (part) => isPayload(part) && html`<div class="task-text"><${RichTextParts} block=${part} /></div>`,
      )}
      <div class="task-sources">
        ${readPayloads(task.sources).map((source) => {
          const url = readString(source.url)
          const text = readString(source.text) || url
          return isSafeUrl(url) ? html`<${OutsideLink} url=${url}>${text}<//>` : text
        })}
      </div>
    </div>
  </div>`
}
