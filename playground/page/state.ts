import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { State } from '../slack/protocol.ts'
import type { Api } from './api.ts'

export type Workspace = { state: State | undefined; isLive: boolean }

/** The workspace as the user sees it, kept up to date while the page is open. */
export function useWorkspace(api: Api, user: string): Workspace {
  const [seen, setSeen] = useState<{ user: string; state: State }>()
  const [isLive, setIsLive] = useState(true)
  const refresh = useCallback(
    createRefresher(
      () => api.readState(user),
      (state) => setSeen({ user, state }),
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
  return { state: seen?.state, isLive }
}

/** Reads the state again after a change, one request at a time. Changes during a read cause a single further one. */
function createRefresher<Value>(
  read: () => Promise<Value>,
  onValue: (value: Value) => void,
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
