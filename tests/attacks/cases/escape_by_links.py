"""Put links into its own folder that point outside, for whoever cleans up or reads."""

DEFENCE = "Nobody outside reads the folder, and cleaning up follows no link."
CORE = True
CELL = r"""
import os
for number, target in enumerate(("{COURSE}", "{ROOT}", "/", "/proc/1/root", "/thaw/course")):
    os.symlink(target, f"link{number}")
    os.symlink(target, f"/dev/shm/link{number}")
try:
    os.rename("/scratch/job", "/scratch/other")
    os.symlink("/thaw", "/scratch/job")
except OSError:
    pass
"""
