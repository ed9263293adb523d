# One image for every service; docker-compose.yml gives each its command.
# The packages come from requirements-service.txt: no test tools, no embedded servers.

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements-service.txt .
RUN python -m venv /opt/portsec \
 && /opt/portsec/bin/python -m pip install --require-hashes --only-binary :all: -r requirements-service.txt

FROM python:3.11-slim-bookworm
# A fixed number, so that volumes keep their owner over rebuilds.
RUN groupadd --system --gid 10001 portsec \
 && useradd --system --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin portsec \
 && install --directory --owner=portsec --group=portsec --mode=0700 /data
COPY --from=packages /opt/portsec /opt/portsec
WORKDIR /srv/portsec
# Owned by root: a service cannot change its own code.
COPY . .
RUN /opt/portsec/bin/python -m compileall -q .
ENV PATH=/opt/portsec/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000
USER portsec
VOLUME /data
EXPOSE 8000
CMD ["python", "manage.py", "help", "up"]
