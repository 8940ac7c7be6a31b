"""The engines that the tests run on. In CI a missing one fails; elsewhere it is left out, with the reason."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engines import standing
from tests.engines.mirrored import give_back
from tests.engines.standing import Found

NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")


def missing(what: str) -> None:
    """An engine that is not here."""
    if os.environ.get("WAYMARK_CI"):
        pytest.fail(f"{what}: .ci/run installs it")
    pytest.skip(what)


def _program(name: str) -> str:
    """A program of PostgreSQL's server, which Debian keeps out of the path."""
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    if found is None:
        missing(f"PostgreSQL's server is not installed ({name})")
    return str(found)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A server of our own in a folder of its own, by somebody who is not root; the owner's URL."""
    initdb, postgres = _program("initdb"), _program("postgres")
    folder = Path(tempfile.mkdtemp(prefix="waymark-postgres-"))  # pytest's own folders are closed to others
    as_whom = NOBODY if os.geteuid() == 0 else ()
    if as_whom:
        shutil.chown(folder, "nobody", "nogroup")
    port, data = _free_port(), folder / "data"
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    (folder / "password").write_text("secret")
    (folder / "password").chmod(0o644)
    subprocess.run(
        [*as_whom, initdb, "-D", data, "-U", "owner", "-A", "scram-sha-256",
         "--pwfile", folder / "password", "-E", "UTF8", "--no-sync"],
        check=True, capture_output=True, env=environment, cwd=folder,
    )  # fmt: skip
    quick = ("-cfsync=off", "-cfull_page_writes=off", "-csynchronous_commit=off", "-cmax_connections=50")
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*as_whom, postgres, "-D", data, "-p", str(port), "-k", folder, "-clisten_addresses=127.0.0.1", *quick],
            stdout=log, stderr=log, env=environment, cwd=folder,
        )  # fmt: skip
    try:
        _wait_for(port, server, folder / "log")
        yield f"postgresql://owner:secret@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)  # does not wait for those who are still connected
        server.wait(30)
        shutil.rmtree(folder)


def _wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start:\n{log.read_text()}")


SMALL = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.log.level": "ERROR",
    "spark.default.parallelism": "1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
"""Spark over a few hundred rows: without code made for each query, which takes longer than they do."""


@pytest.fixture(scope="session")
def spark_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Spark in this process over a folder of its own; whoever opens it there finds this session."""
    if shutil.which("java") is None:
        missing("Java is not installed, which Spark needs")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[1]")
    for name, value in SMALL.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield f"spark://{tmp_path_factory.mktemp('spark')}"
    session.stop()


SPARK = pytest.param("spark", marks=[pytest.mark.spark, pytest.mark.slow, pytest.mark.timeout(900)])


@pytest.fixture(scope="session", params=["postgres", "clickhouse", SPARK])
def engine_url(request: pytest.FixtureRequest) -> str:
    """Each engine that runs here."""
    if request.param == "clickhouse":
        return "chdb://"
    return str(request.getfixturevalue("spark_url" if request.param == "spark" else "postgres_server"))


@pytest.fixture
def as_on_page(request: pytest.FixtureRequest) -> Callable[[str, Found], None]:
    """`as_on_page("spark", found)`: the page says just that; with `--golden` it is made to."""

    def same(engine: str, found: Found) -> None:
        page = standing.read()
        if request.config.getoption("--golden"):
            standing.write({**page, engine: found})
        else:
            assert page[engine] == found, "look at what differs; then pytest tests/engines --golden"

    return same


@pytest.fixture(autouse=True, scope="module")
def _closed() -> Iterator[None]:
    yield
    give_back()
