/** Facts about a piece of work. Never a secret. */
export type Facts = Readonly<Record<string, string | number>>
/** A piece of work that is going on, to which facts are added as they become known. */
export type Span = { note(facts: Facts): void }

/** Records how long work takes and inside which other work it was done. A failure is recorded and passed on. */
export type Trace = {
  /** Records a piece of work by itself, such as a command. */
  begin<Done>(name: string, facts: Facts, work: (span: Span) => Promise<Done>): Promise<Done>
  /** Records a part of the work that is going on. Outside of such work, it records nothing. */
  within<Done>(name: string, facts: Facts, work: (span: Span) => Promise<Done>): Promise<Done>
}

/** Records nothing. */
export const untraced: Trace = {
  begin: (_name, _facts, work) => work(unnoted),
  within: (_name, _facts, work) => work(unnoted),
}

const unnoted: Span = { note: () => undefined }
