"""Leave a thread that the interpreter would wait for at its end."""

DEFENCE = "Jobs leave by os._exit, which waits for no thread."
CELL = r"""
import threading
import time
threading.Thread(target=time.sleep, args=(1000,)).start()
"""
