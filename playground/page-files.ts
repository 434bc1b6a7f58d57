import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'

/** Answers requests for the page and says so; false for everything that is not the page's. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Serves the playground's page as it lies in `page/`: TypeScript with its types stripped, so there is no build,
 * and the libraries it imports from `node_modules`. Nothing is cached: an edit shows at the next reload.
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

type PageFile = { url: URL; kind: 'html' | 'ts' | 'mjs' | 'css' | 'svg' | 'ttf' }

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

/** Only plain names are known, with no dot but the last: a path cannot climb out of `page/`. */
const pagePath = /^\/page\/((?:[a-z0-9-]+\/)*[a-z0-9-]+\.(ts|css|svg))$/

function findFile(path: string): PageFile | undefined {
  if (path === '/') return { url: new URL('./page/index.html', import.meta.url), kind: 'html' }
  const specifier = Object.hasOwn(vendored, path) ? vendored[path] : undefined
  if (specifier !== undefined) return findPackageFile(specifier)
  const [, name, ending] = pagePath.exec(path) ?? []
  if (name === undefined || (ending !== 'ts' && ending !== 'css' && ending !== 'svg')) return undefined
  return { url: new URL(`./page/${name}`, import.meta.url), kind: ending }
}

/** What `npm ci` has not brought yet is not there; the page does without a typeface. */
function findPackageFile(specifier: string): PageFile | undefined {
  try {
    return { url: new URL(import.meta.resolve(specifier)), kind: specifier.endsWith('.ttf') ? 'ttf' : 'mjs' }
  } catch {
    return undefined
  }
}

async function answer({ url, kind }: PageFile, response: ServerResponse): Promise<void> {
  const content = await readFile(url).catch(() => undefined)
  if (content === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('No such file\n')
    return
  }
  const source = kind === 'ttf' ? '' : content.toString()
  response.writeHead(200, {
    'content-type': contentTypes[kind],
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(kind === 'html' ? { 'content-security-policy': describePolicy(source) } : {}),
  })
  response.end(kind === 'ts' ? stripTypeScriptTypes(source) : content)
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
