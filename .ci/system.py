"""Make sure that the Debian packages that the project uses are there, or say what to install."""

import os
import shutil
import subprocess
import sys

NEEDS = {"bubblewrap": "bwrap"}


def main(packages: list[str]) -> int:
    """Install the packages that are missing, where that is allowed; never fail the set-up."""
    missing = [name for name in packages if shutil.which(NEEDS.get(name, name)) is None]
    if not missing:
        return 0
    if sys.platform.startswith("linux") and shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", *missing]):
            subprocess.run(["apt-get", *command], env=environment, check=False)
        missing = [name for name in missing if shutil.which(NEEDS.get(name, name)) is None]
    if missing:
        print(f"Please install: {' '.join(missing)} (Debian/Ubuntu: sudo apt install …).")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
