"""The course's own questions: which sets there are, and the tables of tags."""

from functools import cache
from pathlib import Path

from course.quizzes.errors import at
from course.quizzes.load import load
from course.quizzes.model import Bank, Objective
from course.quizzes.reading import decode, parse_toml, read_bytes

FOLDER = Path(__file__).parent / "questions"
TABLES = ("objectives", "misconceptions")
ORDER = (
    "lesson",
    "head",
    "freezing",
    "batchnorm",
    "loop",
    "evaluation",
    "data",
    "fine_tuning",
    "when_not",
)


@cache
def bank(folder: Path = FOLDER) -> Bank:
    """Read every set in the folder, the lesson set first."""
    stems = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    names = [n for n in ORDER if n in stems] + [n for n in stems if n not in (*ORDER, *TABLES)]
    sets = tuple(load(stems[name]) for name in names)
    return Bank(sets, objectives(folder), misconceptions(folder))


def objectives(folder: Path = FOLDER) -> dict[str, Objective]:
    """Read the table of objectives."""
    path = folder / "objectives.toml"
    found = {}
    for name, row in parse_toml(decode(read_bytes(path), path), path).get("objectives", {}).items():
        try:
            found[name] = Objective(name, row["text"], row["lesson"], row["section"])
        except (KeyError, TypeError):
            raise at(path, name, "is incomplete", "give it text, lesson and section") from None
    return found


def misconceptions(folder: Path = FOLDER) -> dict[str, str]:
    """Read the table of misconceptions: tag → what a learner believes who has it."""
    path = folder / "misconceptions.toml"
    table = parse_toml(decode(read_bytes(path), path), path).get("misconceptions", {})
    return {str(name): str(text) for name, text in table.items()}
