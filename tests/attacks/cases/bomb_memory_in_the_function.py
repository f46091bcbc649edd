"""Fill 6 GB of memory while the function is probed."""

DEFENCE = (
    "The memory of all of a job's processes is watched, and the job is ended above the "
    "profile's limit."
)
WITHOUT = """def evaluate(model, data_loader, device):
    return 0.0
"""
CELL = r"""
import time


def evaluate(*arguments):
    kept = []
    for _ in range(60):
        kept.append(bytearray(b'x') * (100 << 20))
    time.sleep(10)
    return 0.0
"""
