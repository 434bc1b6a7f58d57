import { useEffect, useState } from 'preact/hooks'

/** The open view: a channel, perhaps with a thread, or the app's home. It is in the address, so that Back works. */
export type Route = { channel?: string; thread?: string; isHome: boolean }

export function useRoute(): [Route, (route: Route) => void] {
  const [route, setRoute] = useState(() => readRoute(location.hash))
  useEffect(() => {
    const update = () => setRoute(readRoute(location.hash))
    addEventListener('hashchange', update)
    return () => removeEventListener('hashchange', update)
  }, [])
  return [route, (next) => location.assign(writeRoute(next))]
}

export function readRoute(hash: string): Route {
  const [place, thread] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent)
  if (place === undefined || place === '') return { isHome: false }
  if (place === 'home') return { isHome: true }
  return thread === undefined ? { channel: place, isHome: false } : { channel: place, thread, isHome: false }
}

export function writeRoute({ channel, thread, isHome }: Route): string {
  const path = isHome ? ['home'] : [channel, thread].filter((part) => part !== undefined)
  return `#/${path.map(encodeURIComponent).join('/')}`
}
