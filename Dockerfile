# Two stages: the first has pip and what it downloads, the image that is shipped has the result only.
FROM python:3.11-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt /tmp/requirements.txt
RUN python3 -m venv /opt/venv \
    && /opt/venv/bin/pip install --require-hashes --no-deps --requirement /tmp/requirements.txt \
    && /opt/venv/bin/pip uninstall --yes pip setuptools


FROM python:3.11-slim

ENV PATH=/usr/local/sbin:/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    FLASK_APP=wsgi \
    HOST=0.0.0.0 \
    PORT=8000

RUN useradd --user-group --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin tableorder
COPY --from=build /opt/venv /opt/venv
COPY docker/as-tableorder docker/entrypoint docker/healthcheck.py /usr/local/bin/
COPY docker/flask /usr/local/sbin/flask
WORKDIR /app
COPY wsgi.py gunicorn.conf.py ./
COPY migrations migrations
COPY tableorder tableorder
RUN mkdir -p instance uploads logs \
    && chown tableorder:tableorder instance uploads logs \
    && python3 -m compileall -q tableorder migrations wsgi.py

# No VOLUME: an unnamed one would hide that nobody mounted a folder for the data.
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --retries=3 --start-period=40s \
    CMD ["python3", "/usr/local/bin/healthcheck.py"]
# It starts as root only to hand the mounted folders to the user tableorder, then drops its rights
# for good: a folder mounted from the host belongs to whoever made it there.
ENTRYPOINT ["/usr/local/bin/entrypoint"]
CMD ["gunicorn", "wsgi:app"]
