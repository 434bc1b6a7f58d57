import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { State } from '../slack/protocol.ts'
import type { Api } from './api.ts'
import { createForgetter } from './forgotten.ts'
import { personIn } from './session.ts'

export type Workspace = { state: State | undefined; isLive: boolean }

/** The workspace as the user sees it, kept up to date while the page is open. */
export function useWorkspace(api: Api, user: string): Workspace {
  const [state, setState] = useState<State>()
  const [isLive, setIsLive] = useState(true)
  const [forget] = useState(createForgetter)
  const shown = useRef(user)
  shown.current = user
  const refresh = useCallback(
    createRefresher(
      () => api.readState(user),
      // What was read for the person before would show their forms and answers to this one.
      (read) => shown.current === user && setState(forget(personIn(read, user)?.id ?? user, read)),
      () => setIsLive(false),
    ),
    [api, user],
  )
  const latest = useRef(refresh)
  latest.current = refresh
  useEffect(() => {
    refresh()
  }, [refresh])
  useEffect(() => api.watch({ onChange: () => latest.current(), onConnection: setIsLive }), [api])
  return { state, isLive }
}

/** Reads the state again after a change, one request at a time. Changes during a read cause a single further one. */
function createRefresher<Value>(
  read: () => Promise<Value>,
  onValue: (value: Value) => unknown,
  onFailure: () => void,
): () => void {
  let isReading = false
  let isStale = false
  async function refresh(): Promise<void> {
    isStale = true
    if (isReading) return
    isReading = true
    while (isStale) {
      isStale = false
      await read().then(onValue, onFailure)
    }
    isReading = false
  }
  return () => void refresh()
}
