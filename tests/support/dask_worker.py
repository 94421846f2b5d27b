"""A worker of a Dask cluster that may not look at a folder, and may be made to die at its work.

`python -m tests.support.dask_worker SCHEDULER FOLDER FATAL` joins the scheduler; whatever opens a
file below FOLDER fails; the process kills itself in the middle of task FATAL, 0 for none.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from distributed import get_worker
from distributed.cli import dask_worker as worker

from cchc_site.base import dask_worker


def main(scheduler: str, folder: str, fatal: int) -> None:
    """Be the worker."""

    def see(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("open", "os.listdir", "os.scandir") and folder in str(arguments[0]):
            raise PermissionError(f"the worker has looked at {arguments[0]}")

    whole, done = dask_worker.do, 0

    def do(work: dask_worker.PortableWork, piece: Any) -> Any:
        nonlocal done
        done += 1
        mine = done
        print(f"asked for {get_worker().get_current_task()}", flush=True)  # noqa: T201  # for the test
        made = whole(work, piece)
        if mine == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return made

    dask_worker.do = do
    sys.addaudithook(see)
    worker.main([scheduler, "--no-nanny", "--nthreads", "2", "--no-dashboard"])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
