import { defined } from '../../defined.ts'
import type { CloudWords } from '../../migrations/trouble.ts'
import { code } from './text.ts'

/** A cloud's own words about an error, as code: nothing in them can be a mention, a link or formatting. */
export function cloudLines({ message, detail }: CloudWords = {}): string[] {
  return [
    ...(message === undefined ? [] : [`The cloud’s message: ${code(message, 200)}`]),
    ...(detail === undefined ? [] : [`Details: ${code(detail, 200)}`]),
  ]
}

/** The id by which a cloud's support finds a call. */
export function supportLine(requestId: string): string {
  return `Request id, for the cloud’s support: ${code(requestId, 60)}`
}

/** The small print below an error: whom to give which id, as far as there is one. */
export function idLines({ requestId, reference }: { requestId?: string; reference?: string }): string[] {
  return [
    ...supportLines(defined({ requestId })),
    ...(reference === undefined ? [] : [`Reference ${code(reference, 60)}, for the person who runs Ferry`]),
  ]
}

/** The same line for a call of which the cloud may have named no id. */
export function supportLines({ requestId }: CloudWords = {}): string[] {
  return requestId === undefined ? [] : [supportLine(requestId)]
}
