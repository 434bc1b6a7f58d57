# The bot, without the playground and the tests. Written by the documentation of the base image; building it needs a
# Docker daemon, which the automated tests do not have: they check only what can be read from this page.
#
#   docker build -t ferry .
#   docker run --env-file .env -p 3000:3000 -p 127.0.0.1:9464:9464 -v ferry-data:/data ferry
FROM node:24.21.0-slim

WORKDIR /app
COPY package.json package-lock.json ./
# No scripts: no package that the bot needs has one, and `node` itself comes from the image.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY LICENSE ./
COPY src ./src

# Inside a container loopback reaches nobody; what is published outside is for `docker run -p` to say.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 METRICS_HOST=0.0.0.0 STORE_URL=sqlite:/data/ferry.db
# glibc's allocator keeps more arenas by default, and with them memory that the clouds' answers took once.
ENV MALLOC_ARENA_MAX=2
RUN mkdir /data && chown node:node /data
VOLUME /data
EXPOSE 3000
USER node

HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# node itself, not npm: npm does not pass SIGTERM on, and Ferry needs it to drain.
CMD ["node", "src/start.js"]
