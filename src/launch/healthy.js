// The health check of the image: exits with 0 if Ferry answers at the HOST and PORT where it listens.
const { HOST, PORT } = process.env
const place = new URL('http://127.0.0.1/healthz')
// An address that means all of them is asked at the loopback.
if (HOST && HOST !== '0.0.0.0') place.hostname = HOST.includes(':') ? `[${HOST === '::' ? '::1' : HOST}]` : HOST
place.port = PORT || '3000'

fetch(place).then(
  (answer) => process.exit(answer.ok ? 0 : 1),
  () => process.exit(1),
)
