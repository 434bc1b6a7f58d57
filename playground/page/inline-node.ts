/** A piece of formatted text. Everything that people wrote ends in `text`, a text node. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { kind: 'link'; url: string; children: Inline[] }
  | { kind: 'user'; id: string; label: string }
  | { kind: 'channel'; id: string; label: string }
  | { kind: 'group'; id: string; label: string }
  | { kind: 'broadcast'; range: string }
  | { kind: 'date'; seconds: number; format: string; url?: string }
  | { kind: 'emoji'; name: string }

/** The node found at one position, and the position after it. */
export type Reading = { node: Inline; end: number }
