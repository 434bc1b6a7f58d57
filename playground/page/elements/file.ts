import type { TargetedEvent } from 'preact'
import { html } from '../html.ts'
import { readNumber, readStrings } from '../payload.ts'
import type { Control } from './control.ts'

/** A file input. It takes only the names of files, because the local Slack stores no uploads of people. */
export function FileInput({ control }: { control: Control }) {
  const { element, placement } = control
  const accepted = readStrings(element.filetypes).map((type) => `.${type}`)
  return html`<input
    type="file"
    id=${control.id}
    class="input"
    multiple=${readNumber(element.max_files, 10) > 1}
    accept=${accepted.join(',') || undefined}
    aria-describedby=${placement.input?.describedBy}
    onChange=${(event: TargetedEvent<HTMLInputElement>) => control.choose(fileNames(event.currentTarget.files))}
  />`
}

function fileNames(files: FileList | null): string[] {
  return files === null ? [] : Array.from(files, (file) => file.name)
}
