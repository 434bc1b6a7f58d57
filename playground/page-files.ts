import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'

/** Answers requests for the page. Returns false for any other request. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Serves the playground's page from `page/`, with types removed from TypeScript, so there is no build, and its
 * libraries from `node_modules`. The page requests its files with a version that changes with each edit, so that a
 * browser can cache them and still shows an edit at the next reload.
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
 * A file of the page by its name. Only plain names with one dot exist, so a path cannot leave `page/`. A version before
 * the name is only for the browser.
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

/** A file of a package. It may be missing before `npm ci`; the page then has no typeface and no pictures. */
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

/** A version of all files together, which changes when one is edited, added or removed. */
async function findVersion(): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).sort()
  const stats = await Promise.all(names.map((name) => stat(new URL(name, folder))))
  const state = names.map((name, index) => `${name} ${stats[index]?.size} ${stats[index]?.mtimeMs}`)
  return createHash('sha256').update(state.join('\n')).digest('hex').slice(0, 12)
}

/**
 * The content security policy. The page runs only its own modules, with the import map allowed by its hash, and loads
 * pictures only from this machine.
 */
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
