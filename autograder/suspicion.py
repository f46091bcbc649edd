"""Say which cells and files reach for what belongs to the grader, for the instructor to read them.

Evidence is made beside the learner's code, so whoever knows this program well enough can forge some
of it. That takes names that no exercise needs, or what they stand for while the code runs. They
change no score: nbgrader's formgrader lists the submission as one to grade by hand, and a person
reads the cell and decides. Only where the profile says so do its points wait for that.
"""

import re
from collections.abc import Iterable, Set

from course import audit

_SIGNS = re.compile(
    r"\b(?:_getframe|_current_frames|f_locals|f_back|f_globals|tb_frame|__code__|__closure__"
    r"|_forward_hooks|_backward_hooks|getargvalues|__self__"
    r"|__globals__|__subclasses__|get_objects|get_referrers|currentframe|settrace|setprofile"
    r"|addaudithook|ctypes|pthread_sigmask|ptrace)\b"
    r"|/proc/|/scratch|/dev/(?:fd|shm)"
    r"|\bos\s*\.\s*(?:write|dup2?|fdopen|_exit|abort|kill\w*|fork\w*|exec\w+|setsid)\b"
    r"|\bcourse\s*\.\s*(?:runner|warm|confine|pristine|proof|checks)\b"
    r"|\bfrom\s+course\s+import\s(?:(?!\bfrom\s+course\s+import\s)[^\n])*"  # one scan a line
    r"\b(?:runner|warm|confine|pristine|proof|checks)\b"
    r"|(?<![.\w])(?<!def )(?:exec|eval|compile|__import__)\s*\((?!\s*\))"
    r"|\b(?:marshal|base64|codecs)\b"
    r"|\bcriterion\s*\.\s*diary\b|\binspect\s*\.\s*(?:stack|trace)\b"
)
_SHOWN = 4
_TO_READ = "your instructor will read it."


def notes(sources: Iterable[tuple[str, str]]) -> list[str]:
    """Return a sentence for each (name, source), as ("cell 3", ...), that should be read."""
    found = [(name, _signs(source)) for name, source in sources]
    return [
        f"The {name} names what no exercise needs ({', '.join(signs)}): {_TO_READ}"
        for name, signs in found
        if signs
    ]


def notes_of_run(reached: Set[str]) -> list[str]:
    """Return a sentence about what code has reached for while it ran, however it was spelled."""
    found = [what for what in audit.REACHED if what in reached]
    if not found:
        return []
    return [f"While it ran, the code used what no exercise needs ({', '.join(found)}): {_TO_READ}"]


def is_to_read(notes: Iterable[str]) -> bool:
    """Say whether one of a submission's notes asks the instructor to read a cell."""
    return any(note.endswith(_TO_READ) for note in notes)


def _signs(source: str) -> list[str]:
    code = re.sub(r"#.*", "", source)
    found = dict.fromkeys(" ".join(m.group().split()) for m in _SIGNS.finditer(code))
    return list(found)[:_SHOWN]
