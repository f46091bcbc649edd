"""Grade on Kubernetes: `python -m autograder.recipes.kubernetes IMAGE CLAIM > cluster.yaml`.

Writes a DaskCluster for the Dask operator (`helm install dask-operator`); then

    kubectl apply -f cluster.yaml
    kubectl port-forward service/thaw-scheduler 8786 &
    autograder grade feature_extraction submitted --dask tcp://localhost:8786

IMAGE is an image with this project, bubblewrap and Dask in it; CLAIM a ReadWriteMany volume claim
that holds the course folder. It is mounted at the same path in every pod, which must also be the
path at which the instructor's machine sees it. The jail makes namespaces of its own, so the worker
pods lift the default seccomp profile and unmask /proc, and nothing else.
"""

import argparse
import json
from typing import Any

from autograder.cluster import DEATHS
from autograder.errors import AutograderError

_SCHEDULER = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(DEATHS)}
_WORKER = {"OMP_NUM_THREADS": "1"}


def specification(image: str, claim: str, course: str, workers: int) -> dict[str, Any]:
    """Return the DaskCluster resource; `course` is the course folder's path in every pod.

    Raises AutograderError if dask-kubernetes is not installed.
    """
    try:
        from dask_kubernetes.operator import make_cluster_spec
    except ImportError as error:
        raise AutograderError(
            "dask-kubernetes is not installed: pip install 'thaw-course[dask]' dask-kubernetes."
        ) from error
    made: dict[str, Any] = make_cluster_spec(
        name="thaw",
        image=image,
        n_workers=workers,
        env=_SCHEDULER | _WORKER,
        resources={"requests": {"cpu": "1", "memory": "4Gi"}, "limits": {"memory": "6Gi"}},
        worker_command=["dask", "worker", "--nthreads", "1"],
    )
    for part in ("worker", "scheduler"):
        _mount(made["spec"][part]["spec"], claim, course)
    made["spec"]["worker"]["spec"]["containers"][0]["securityContext"] = {
        "procMount": "Unmasked",
        "seccompProfile": {"type": "Unconfined"},
    }
    return made


def _mount(pod: dict[str, Any], claim: str, course: str) -> None:
    pod["volumes"] = [{"name": "course", "persistentVolumeClaim": {"claimName": claim}}]
    pod["containers"][0]["volumeMounts"] = [{"name": "course", "mountPath": course}]


def main() -> None:
    """Print the resource as JSON, which kubectl reads like YAML."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("image", help="image with this project and bubblewrap")
    parser.add_argument("claim", help="name of the volume claim with the course folder")
    parser.add_argument("--course", default="/course", help="the course folder's path in the pods")
    parser.add_argument("--workers", type=int, default=8)
    options = parser.parse_args()
    made = specification(options.image, options.claim, options.course, options.workers)
    print(json.dumps(made, indent=2))


if __name__ == "__main__":
    main()
