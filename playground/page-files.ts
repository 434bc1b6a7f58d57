import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

/** Answers requests for the page. Returns false for any other request. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Serves the playground's page: its styles and pictures from `page/`, its typeface and emoji from `node_modules`, and
 * its code as one file, made when a browser asks for it. The page requests its files with a version that changes with
 * each edit, so that a browser can cache them and still shows an edit at the next reload.
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
  kind: keyof typeof contentTypes
  /** Whether its address changes with its content. */
  isVersioned?: boolean
  /** Rejects if there is no such file. */
  read(): Promise<string | Buffer>
}

const contentTypes = {
  html: 'text/html; charset=utf-8',
  code: 'text/javascript; charset=utf-8',
  map: 'application/json; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
} as const

const fonts: Readonly<Record<string, string>> = {
  '/vendor/lato-400.ttf': '@expo-google-fonts/lato/400Regular/Lato_400Regular.ttf',
  '/vendor/lato-400-italic.ttf': '@expo-google-fonts/lato/400Regular_Italic/Lato_400Regular_Italic.ttf',
  '/vendor/lato-700.ttf': '@expo-google-fonts/lato/700Bold/Lato_700Bold.ttf',
  '/vendor/lato-900.ttf': '@expo-google-fonts/lato/900Black/Lato_900Black.ttf',
}

/**
 * A file of the page by its name. Only plain names with one dot exist, so a path cannot leave `page/`. A version before
 * the name is only for the browser.
 */
const pagePath = /^\/page\/(v-[0-9a-f]+\/)?((?:[a-z0-9-]+\/)*[a-z0-9-]+\.(css|svg))$/
const codePath = /^\/page\/(v-[0-9a-f]+\/)?main\.js(\.map)?$/
const folder = new URL('./page/', import.meta.url)

/** Pictures of emoji by their code points. */
const emojiPath = /^\/vendor\/emoji\/((?:[0-9a-f]{2,6}-)*[0-9a-f]{2,6}\.svg)$/

function findFile(path: string): PageFile | undefined {
  if (path === '/') return { kind: 'html', read: readPage }
  const font = Object.hasOwn(fonts, path) ? fonts[path] : undefined
  if (font !== undefined) return { kind: 'ttf', read: () => readPackage(font) }
  const [, emoji] = emojiPath.exec(path) ?? []
  if (emoji !== undefined) return { kind: 'svg', read: () => readPackage(`@twemoji/svg/${emoji}`) }
  const code = codePath.exec(path)
  if (code !== null) {
    const kind = code[2] === undefined ? 'code' : 'map'
    return { kind, isVersioned: code[1] !== undefined, read: async () => (await findCode())[kind] }
  }
  const [, version, name, ending] = pagePath.exec(path) ?? []
  if (name === undefined || (ending !== 'css' && ending !== 'svg')) return undefined
  return { kind: ending, isVersioned: version !== undefined, read: () => readFile(new URL(name, folder)) }
}

async function answer({ kind, isVersioned = false, read }: PageFile, response: ServerResponse): Promise<void> {
  try {
    const content = await read()
    response.writeHead(200, {
      'content-type': contentTypes[kind],
      'cache-control': isVersioned ? 'max-age=86400, immutable' : 'no-store',
      'x-content-type-options': 'nosniff',
      ...(kind === 'html' ? { 'content-security-policy': policy } : {}),
    })
    response.end(content)
  } catch (error) {
    const [status, said] = isMissing(error) ? [404, 'No such file'] : [500, String(error)]
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${said}\n`)
  }
}

/** The page, whose files are requested with their version. */
async function readPage(): Promise<string> {
  const page = await readFile(new URL('index.html', folder), 'utf8')
  return page.replaceAll('"/page/', `"/page/v-${await findVersion()}/`)
}

/** A file of a package. It may be missing before `npm ci`; the page then has no typeface and no pictures. */
async function readPackage(specifier: string): Promise<Buffer> {
  return readFile(new URL(import.meta.resolve(specifier)))
}

type Code = { code: string; map: string }
let made: { version: string; code: Promise<Code> } | undefined

/** The code of the page as it is now. All who ask for the same version share what is made. */
async function findCode(): Promise<Code> {
  const version = await findVersion()
  if (made?.version !== version) made = { version, code: makeCode() }
  return made.code
}

async function makeCode(): Promise<Code> {
  const bundle = await rolldown({ input: fileURLToPath(new URL('main.ts', folder)), platform: 'browser' })
  const { output } = await bundle.generate({ format: 'esm', sourcemap: true })
  await bundle.close()
  const [{ code, map }] = output
  return { code, map: map?.toString() ?? '' }
}

/** A version of all files together, which changes when one is edited, added or removed. */
async function findVersion(): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).sort()
  const stats = await Promise.all(names.map((name) => stat(new URL(name, folder))))
  const state = names.map((name, index) => `${name} ${stats[index]?.size} ${stats[index]?.mtimeMs}`)
  return createHash('sha256').update(state.join('\n')).digest('hex').slice(0, 12)
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ERR_MODULE_NOT_FOUND'
}

/** The content security policy: the page runs only its own code, and loads pictures only from this machine. */
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "img-src 'self' data: http://127.0.0.1:* http://localhost:*",
  "object-src 'none'",
  "base-uri 'none'",
].join('; ')
