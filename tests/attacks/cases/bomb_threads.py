"""Start up to 300 threads that sleep."""

DEFENCE = "RLIMIT_NPROC counts threads too."
CELL = r"""
import threading
import time
for _ in range(300):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
"""
