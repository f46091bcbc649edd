"""Grade on a Slurm cluster: `python -m autograder.recipes.slurm --jobs 20`.

Starts a Dask scheduler where it is run (a login node, say) and asks Slurm for workers, each with a
core and a jail of its own. It prints the scheduler's address and stays until Ctrl-C; in a second
terminal, inside the course folder:

    autograder grade feature_extraction submitted --dask ADDRESS

The course folder and the Python environment must lie on a file system that all nodes share, and
bubblewrap must be installed on the nodes. For GPU jobs add `--gpu`, and list the device files in
the profile's `devices`.
"""

import argparse
import signal
import sys
from typing import Any

from autograder.cluster import DEATHS
from autograder.errors import AutograderError

MEMORY = "6GB"  # a job's memory limit twice: the grader and its warm process take the rest


def cluster(kind: Any = None, queue: str | None = None, gpu: bool = False) -> Any:
    """Return a cluster whose workers run one job at a time; scale it to get them.

    Raises AutograderError if dask-jobqueue is not installed.
    """
    import dask

    dask.config.set({"distributed.scheduler.allowed-failures": DEATHS})
    extra = {"queue": queue} if queue else {}
    resources = ["--resources", "GPU=1"] if gpu else []
    return (kind or _slurm())(
        cores=1,
        processes=1,
        memory=MEMORY,
        walltime="02:00:00",
        job_script_prologue=["export OMP_NUM_THREADS=1"],
        job_extra_directives=["--gres=gpu:1"] if gpu else [],
        worker_extra_args=["--lifetime", "110m", "--lifetime-stagger", "4m", *resources],
        scheduler_options={"dashboard_address": None},
        **extra,
    )


def _slurm() -> Any:
    try:
        from dask_jobqueue import SLURMCluster
    except ImportError as error:
        raise AutograderError(
            "dask-jobqueue is not installed: pip install 'thaw-course[dask]' dask-jobqueue."
        ) from error
    return SLURMCluster


def main() -> None:
    """Start a scheduler, ask for workers, and stay until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=8, help="workers to ask for")
    parser.add_argument("--queue", help="Slurm's partition")
    parser.add_argument("--gpu", action="store_true", help="a GPU for each worker")
    options = parser.parse_args()
    with cluster(queue=options.queue, gpu=options.gpu) as started:
        started.scale(jobs=options.jobs)
        print(started.scheduler_address, flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    sys.exit(0)


if __name__ == "__main__":
    main()
