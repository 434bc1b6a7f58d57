import { readdirSync, readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'

/*
 * Renders a Helm chart as far as Ferry's chart needs: Helm itself cannot be installed by npm or Debian. What it does not
 * know, it refuses, so that the chart keeps to what is checked here. Its output was compared with that of Go's own
 * text/template when the chart was written.
 */

/** The chart's objects, with these values in place of the defaults. */
export function render(folder: string, values: Data = {}): Data[] {
  const read = (path: string) => readFileSync(`${folder}/${path}`, 'utf8')
  const chart = parse(read('Chart.yaml'))
  const root = {
    Values: merged(parse(read('values.yaml')), values),
    Release: { Name: 'ferry', Service: 'Helm' },
    Chart: { AppVersion: chart.appVersion },
  }
  const names = readdirSync(`${folder}/templates`).toSorted()
  const defined = new Map<string, Node[]>()
  const pages = names.map((name) => new Template(read(`templates/${name}`), defined))
  return pages.flatMap((page) => parse(page.text(root)) ?? [])
}

type Data = Record<string, unknown>
type Node = string | { action: string; body: Node[]; otherwise: Node[] }
type Scope = { dot: unknown; variables: Readonly<Data>; root: unknown }

class Template {
  readonly #defined: Map<string, Node[]>
  readonly #nodes: Node[]
  readonly #tokens: string[]

  constructor(text: string, defined: Map<string, Node[]>) {
    this.#defined = defined
    // A dash takes away the white space on its side.
    const trimmed = text.replaceAll(/\s*\{\{-/g, '{{').replaceAll(/-\}\}\s*/g, '}}')
    this.#tokens = trimmed.split(/(\{\{.*?\}\})/)
    this.#nodes = this.#parse()
  }

  text(root: unknown): string {
    return this.#print(this.#nodes, { dot: root, variables: {}, root })
  }

  /** Reads nodes up to the end of their block. */
  #parse(): Node[] {
    const nodes: Node[] = []
    for (let token = this.#tokens.shift(); token !== undefined; token = this.#tokens.shift()) {
      const action = /^\{\{(.*)\}\}$/.exec(token)?.[1]?.trim()
      if (action === undefined) nodes.push(token)
      else if (action === 'end' || action === 'else') return this.#ended(nodes, action)
      else if (/^(if|with|range|define) /.test(action)) this.#open(nodes, action)
      else nodes.push({ action, body: [], otherwise: [] })
    }
    return nodes
  }

  #hasElse = false

  #ended(nodes: Node[], action: string): Node[] {
    this.#hasElse = action === 'else'
    return nodes
  }

  #open(nodes: Node[], action: string): void {
    const body = this.#parse()
    const otherwise = this.#hasElse ? this.#parse() : []
    const name = /^define "(.+)"$/.exec(action)?.[1]
    if (name === undefined) nodes.push({ action, body, otherwise })
    else this.#defined.set(name, body)
  }

  #print(nodes: readonly Node[], scope: Scope): string {
    return nodes.map((node) => (typeof node === 'string' ? node : this.#act(node, scope))).join('')
  }

  #act({ action, body, otherwise }: Exclude<Node, string>, scope: Scope): string {
    const [, block, expression = action] = /^(if|with|range)\s+(?:\$name, \$value := )?(.+)$/.exec(action) ?? []
    const value = this.#value(expression, scope)
    if (block === undefined) return String(value)
    if (block === 'range') {
      const entries = Object.entries(isData(value) ? value : {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
      return entries.map(([$name, $value]) => this.#print(body, { ...scope, variables: { $name, $value } })).join('')
    }
    if (isEmpty(value)) return this.#print(otherwise, scope)
    return this.#print(body, block === 'with' ? { ...scope, dot: value } : scope)
  }

  /** The value of a pipeline. What a part yields is the last argument of the next one. */
  #value(pipeline: string, scope: Scope): unknown {
    return pipeline.split(' | ').reduce<unknown[]>((piped, part) => {
      const [first = '', ...rest] = part.match(/"[^"]*"|\S+/g) ?? []
      const values = rest.map((word) => this.#word(word, scope))
      if (rest.length === 0 && piped.length === 0 && /^[.$"]/.test(first)) return [this.#word(first, scope)]
      return [this.#call(first, values.concat(piped))]
    }, [])[0]
  }

  #word(word: string, { dot, variables, root }: Scope): unknown {
    if (/^\d+$/.test(word)) return Number(word)
    if (word.startsWith('"')) return word.slice(1, -1)
    if (word.startsWith('$')) return variables[word]
    const [from, path] = word.startsWith('.Values') || word.startsWith('.Release') ? [root, word] : [dot, word]
    return path
      .split('.')
      .filter((name) => name !== '')
      .reduce<unknown>((value, name) => {
        if (!isData(value) || !(name in value)) throw new Error(`The chart has no ${word}`)
        return value[name]
      }, from)
  }

  #call(name: string, [first, second]: readonly unknown[]): unknown {
    switch (name) {
      case 'not':
        return isEmpty(first)
      case 'add':
        return Number(first) + Number(second)
      case 'default':
        return isEmpty(second) ? first : second
      case 'quote':
        return JSON.stringify(String(first))
      case 'toYaml':
        return stringify(first).trimEnd()
      case 'nindent':
        return `\n${String(second).replaceAll(/^/gm, ' '.repeat(Number(first)))}`
      case 'include':
        return this.#print(this.#defined.get(String(first)) ?? [], { dot: second, variables: {}, root: second })
      default:
        throw new Error(`The chart uses ${name}, which is not checked here`)
    }
  }
}

function merged(defaults: Data, values: Data): Data {
  const all = Object.entries(values).map(([name, value]) => {
    if (!(name in defaults)) throw new Error(`values.yaml has no ${name}`)
    const usual = defaults[name]
    return [name, isData(usual) && isData(value) && name !== 'env' ? merged(usual, value) : value]
  })
  return { ...defaults, ...Object.fromEntries(all) }
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === undefined || value === null || value === '' || value === 0 || value === false
}
