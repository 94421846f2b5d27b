"""A worker of a Dask cluster that may not look at a folder, and may do harm in its work.

`python -m tests.support.dask_worker SCHEDULER FOLDER TASK SIGNAL PROCESS` joins the scheduler;
whatever opens a file below FOLDER fails; in the middle of task number TASK, 0 for none, the SIGNAL
is sent to the PROCESS, 0 for this one.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from distributed import get_worker
from distributed.cli import dask_worker as worker

from cchc_site.base import dask_worker


def main(scheduler: str, folder: str, task: int, harm: int, process: int) -> None:
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
        if mine == task:
            os.kill(process or os.getpid(), harm)
        return made

    dask_worker.do = do
    sys.addaudithook(see)
    worker.main([scheduler, "--no-nanny", "--nthreads", "2", "--no-dashboard"])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
