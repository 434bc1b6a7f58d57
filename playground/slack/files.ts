import type { Message } from './protocol.ts'
import type { StoredFile, World } from './world.ts'

type SharedFile = NonNullable<Message['files']>[number]

const mimetypes: Record<string, string> = {
  csv: 'text/csv',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  json: 'application/json',
  log: 'text/plain',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
}

export function mimetypeOf(name: string): string {
  return mimetypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'
}

/** The file as it appears in a message. */
export function sharedFile(world: World, file: StoredFile): SharedFile {
  const shared: SharedFile = {
    id: file.id,
    name: file.name,
    mimetype: file.mimetype,
    url: `${world.origin}/files/${file.id}/${encodeURIComponent(file.name)}`,
  }
  if (file.alt_text !== undefined) shared.alt_text = file.alt_text
  return shared
}
