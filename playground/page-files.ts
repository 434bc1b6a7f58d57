import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'

/** Answers requests for the page and says so; false for everything that is not the page's. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Serves the playground's page as it lies in `page/`: TypeScript with its types stripped, so there is no build,
 * and the libraries it imports from `node_modules`. The page names its files with a version that changes with each edit, so
 * that a browser may keep them and an edit still shows at the next reload.
 */
export function servePage(): PageHandler {
  return (request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const file = isRead ? findFile(new URL(request.url ?? '/', 'http://page').pathname) : undefined
    if (file === undefined) return false
    void answer(file, response)
    return true
  }
}

type PageFile = {
  url: URL
  kind: 'html' | 'ts' | 'mjs' | 'css' | 'svg' | 'ttf'
  /** Whether its address changes with its content. */
  isVersioned?: boolean
}

const contentTypes: Readonly<Record<PageFile['kind'], string>> = {
  html: 'text/html; charset=utf-8',
  ts: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
}

const vendored: Readonly<Record<string, string>> = {
  '/vendor/preact.mjs': 'preact',
  '/vendor/preact-hooks.mjs': 'preact/hooks',
  '/vendor/htm.mjs': 'htm',
  '/vendor/lato-400.ttf': '@expo-google-fonts/lato/400Regular/Lato_400Regular.ttf',
  '/vendor/lato-400-italic.ttf': '@expo-google-fonts/lato/400Regular_Italic/Lato_400Regular_Italic.ttf',
  '/vendor/lato-700.ttf': '@expo-google-fonts/lato/700Bold/Lato_700Bold.ttf',
  '/vendor/lato-900.ttf': '@expo-google-fonts/lato/900Black/Lato_900Black.ttf',
}

/**
 * Only plain names are known, with no dot but the last: a path cannot climb out of `page/`. What stands before them as a
 * version is for the browser alone.
 */
const pagePath = /^\/page\/(v-[0-9a-f]+\/)?((?:[a-z0-9-]+\/)*[a-z0-9-]+\.(ts|css|svg))$/
const folder = new URL('./page/', import.meta.url)

/** Pictures of emoji by their code points. */
const emojiPath = /^\/vendor\/emoji\/((?:[0-9a-f]{2,6}-)*[0-9a-f]{2,6}\.svg)$/

function findFile(path: string): PageFile | undefined {
  if (path === '/') return { url: new URL('index.html', folder), kind: 'html' }
  const specifier = Object.hasOwn(vendored, path) ? vendored[path] : undefined
  if (specifier !== undefined) return findPackageFile(specifier)
  const [, emoji] = emojiPath.exec(path) ?? []
  if (emoji !== undefined) return findPackageFile(`@twemoji/svg/${emoji}`)
  const [, version, name, ending] = pagePath.exec(path) ?? []
  if (name === undefined || (ending !== 'ts' && ending !== 'css' && ending !== 'svg')) return undefined
  return { url: new URL(name, folder), kind: ending, isVersioned: version !== undefined }
}

/** What `npm ci` has not brought yet is not there; the page does without a typeface and pictures. */
function findPackageFile(specifier: string): PageFile | undefined {
  const [, ending] = /\.(ttf|svg)$/.exec(specifier) ?? []
  try {
    return { url: new URL(import.meta.resolve(specifier)), kind: ending === 'ttf' || ending === 'svg' ? ending : 'mjs' }
  } catch {
    return undefined
  }
}

async function answer({ url, kind, isVersioned = false }: PageFile, response: ServerResponse): Promise<void> {
  const content = await readFile(url).catch(() => undefined)
  if (content === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('No such file\n')
    return
  }
  const text = kind === 'ttf' ? '' : content.toString()
  const source = kind === 'html' ? text.replaceAll('"/page/', `"/page/v-${await findVersion()}/`) : text
  response.writeHead(200, {
    'content-type': contentTypes[kind],
    'cache-control': isVersioned ? 'max-age=86400, immutable' : 'no-store',
    'x-content-type-options': 'nosniff',
    ...(kind === 'html' ? { 'content-security-policy': describePolicy(source) } : {}),
  })
  if (kind === 'ts') response.end(stripTypeScriptTypes(source))
  else response.end(kind === 'html' ? source : content)
}

/** Of all files together: whatever is edited, added or taken away, it is another one. */
async function findVersion(): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).sort()
  const stats = await Promise.all(names.map((name) => stat(new URL(name, folder))))
  const state = names.map((name, index) => `${name} ${stats[index]?.size} ${stats[index]?.mtimeMs}`)
  return createHash('sha256').update(state.join('\n')).digest('hex').slice(0, 12)
}

/** The page runs its own modules only; the import map is allowed by its hash. Pictures may come from this machine. */
function describePolicy(page: string): string {
  const importMap = /<script type="importmap">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? ''
  const hash = createHash('sha256').update(importMap).digest('base64')
  return [
    "default-src 'self'",
    `script-src 'self' 'sha256-${hash}'`,
    "img-src 'self' data: http://127.0.0.1:* http://localhost:*",
    "object-src 'none'",
    "base-uri 'none'",
  ].join('; ')
}
