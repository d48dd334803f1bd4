# kpbot in a container: `docker build -t kpbot .`; docs/how-to/deploy.md tells how to run it.

FROM python:3.12-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/kpbot
WORKDIR /src
# What changes rarely comes first, so that a change of kpbot does not install everything again.
COPY requirements.txt ./
RUN /opt/kpbot/bin/pip install --require-hashes --only-binary :all: -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY config config
COPY content_feeds content_feeds
COPY handlers handlers
COPY kpbot kpbot
RUN /opt/kpbot/bin/pip install --no-deps --no-build-isolation .


FROM python:3.12-slim

# Pictures need a font with Chinese characters; which version of it is the same to us.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-wqy-microhei \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /srv/kpbot --shell /usr/sbin/nologin kpbot \
    && install --directory --owner=kpbot --group=kpbot --mode=0700 /srv/kpbot /srv/kpbot/var /srv/kpbot/backups
COPY --from=build /opt/kpbot /opt/kpbot
COPY config /srv/kpbot/config

ENV PATH=/opt/kpbot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LANG=C.UTF-8 \
    KPBOT_WEB__HOST=0.0.0.0
WORKDIR /srv/kpbot
USER kpbot
VOLUME ["/srv/kpbot/var", "/srv/kpbot/backups"]
EXPOSE 8080
# 503, as no answer at all, is an exception and so a failure.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ.get('KPBOT_WEB__PORT', '8080') + '/healthz', timeout=8)"]
ENTRYPOINT ["kpbot"]
CMD ["serve"]
