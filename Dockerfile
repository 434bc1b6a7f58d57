# The bot, without the playground and the tests. Written by the documentation of the base image. Building it needs a Docker
# daemon, which the automated tests do not have: they run the commands of this page in a folder instead.
#
#   docker build -t ferry .
#   docker run --env-file .env -p 3000:3000 -p 127.0.0.1:9464:9464 -v ferry-data:/data ferry
#
# The tag names one version of Node, but no digest: Renovate (renovate.json) adds it, because only the registry knows it.
FROM node:24.21.0-slim AS build

WORKDIR /app
# What Node compiles is kept for the user that compiled it, so the bundle is made by the one that runs it.
RUN chown node:node /app
USER node
COPY --chown=node:node package.json package-lock.json tsconfig.json ./
# No scripts: no package that the bundle needs has one, and `node` itself comes from the image.
RUN npm ci --ignore-scripts
COPY --chown=node:node build ./build
COPY --chown=node:node src ./src
RUN node build/main.ts

FROM node:24.21.0-slim

ARG VERSION=unknown REVISION=unknown CREATED=unknown
LABEL org.opencontainers.image.title="Ferry" \
  org.opencontainers.image.description="Bucket-to-bucket migrations from Slack" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION" \
  org.opencontainers.image.created="$CREATED"

# Nothing in the image installs packages.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn-* \
  /usr/local/bin/yarn /usr/local/bin/yarnpkg

# All of this belongs to root, so that Ferry cannot change itself. The bundle holds every package that Ferry needs.
WORKDIR /app
COPY package.json LICENSE manifest.yml .env.example ./
COPY src/start.js ./src/start.js
COPY src/launch ./src/launch
COPY --from=build /app/dist ./dist

# Inside a container loopback reaches nobody; what is published outside is for `docker run -p` to say.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 METRICS_HOST=0.0.0.0 STORE_URL=sqlite:/data/ferry.db
# By default, glibc's allocator keeps what V8 and the clouds' answers took once: in more arenas, and at the end of each.
ENV MALLOC_ARENA_MAX=2 MALLOC_TRIM_THRESHOLD_=131072
RUN mkdir /data && chown node:node /data
VOLUME /data
EXPOSE 3000
USER node

HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["node", "src/launch/healthy.js"]

# node itself, not npm: npm does not pass SIGTERM on, and Ferry needs it to drain.
ENTRYPOINT ["node", "src/start.js"]
