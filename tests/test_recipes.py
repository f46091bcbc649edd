"""The recipes for clusters: the job script that Slurm gets, the resource that Kubernetes gets.

There is no Slurm and no Kubernetes here. The Slurm recipe is also run for real with the job queue
that starts its jobs as processes of this machine.
"""

import json
from pathlib import Path

import pytest

from autograder import assignment, intake, profile, settings
from autograder.cluster import grade_on_cluster
from autograder.desk import Desk
from autograder.recipes import kubernetes, slurm
from tests import classroom

pytestmark = [pytest.mark.filterwarnings("ignore")]
jobqueue = pytest.importorskip("dask_jobqueue")


def test_slurm_gets_one_core_and_one_job_at_a_time() -> None:
    with slurm.cluster(queue="teaching", gpu=True) as made:
        script = made.job_script()
    assert "#SBATCH --cpus-per-task=1" in script
    assert "#SBATCH -p teaching" in script
    assert "#SBATCH --gres=gpu:1" in script
    assert "--nthreads 1" in script
    assert "--resources GPU=1" in script


@pytest.mark.slow
def test_the_slurm_recipe_grades_with_jobs_of_this_machine(tmp_path: Path) -> None:
    from dask_jobqueue.local import LocalCluster

    root = classroom.course_folder(tmp_path / "course")
    classroom.hand_in(classroom.Student("ada", ""), root / "submitted")
    desk = Desk(assignment.find(classroom.SLUG, root), profile.load(), settings.load(root))
    with slurm.cluster(LocalCluster) as made, desk:
        made.scale(jobs=1)
        submissions = intake.find(root / "submitted", classroom.SLUG)
        (result,) = grade_on_cluster(made.scheduler_address, desk, submissions)
    assert result.score == result.max_score


def test_kubernetes_gets_a_shared_folder_and_room_for_the_jail() -> None:
    pytest.importorskip("dask_kubernetes")
    made = json.loads(json.dumps(kubernetes.specification("thaw:1", "course", "/course", 3)))
    assert (made["kind"], made["spec"]["worker"]["replicas"]) == ("DaskCluster", 3)
    for part in ("worker", "scheduler"):
        pod = made["spec"][part]["spec"]
        assert pod["volumes"][0]["persistentVolumeClaim"]["claimName"] == "course"
        assert pod["containers"][0]["volumeMounts"][0]["mountPath"] == "/course"
        assert pod["containers"][0]["image"] == "thaw:1"
    worker = made["spec"]["worker"]["spec"]["containers"][0]
    assert worker["securityContext"]["procMount"] == "Unmasked"
    assert {"name": "OMP_NUM_THREADS", "value": "1"} in worker["env"]
