"""Make the site: `python course/lessons/site/make.py [FOLDER]`, by default dist/site.

Lessons come from the committed notebooks, assignments from the release notebooks, the quiz from the
question bank, the reference from docstrings. Nothing in the pages is fetched from elsewhere.
"""

import html
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from sphinx.cmd.build import main as sphinx

from course.lessons.catalogue import LESSONS, Lesson
from course.quizzes.catalogue import bank
from course.quizzes.widget import page

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
REFERENCE = {
    "plots": ("Figures", "course.plots", None),
    "models": ("Networks", "course.models", None),
    "data": (
        "Images",
        "course.data",
        ("course.data.dataset", "course.data.images", "course.data.loading", "course.data.folder"),
    ),
    "training": (
        "Training and predicting",
        "course.training",
        (
            "course.training",
            "course.features",
            "course.recipes",
            "course.drift",
            "course.prediction",
        ),
    ),
    "checks": (
        "Checks and files",
        "course.checks",
        ("course.checks.notebook", "course.checkpoint"),
    ),
}


def main() -> int:
    """Fill a folder with sources, and let Sphinx make pages of them; return its status."""
    target = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "dist" / "site"
    with tempfile.TemporaryDirectory(prefix="thaw-site-") as folder:
        source = Path(folder)
        fill(source)
        made = source / "_made"
        status = sphinx(["-q", "-W", "--keep-going", "-b", "html", str(source), str(made)])
        if status:
            return status
        for name in (".doctrees", "_sources"):
            shutil.rmtree(made / name, ignore_errors=True)
        for path in made.rglob("*.html"):
            path.write_text(accessible(path.read_text(encoding="utf-8")), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, target)
    print(f"The site is in {target}: open {target / 'index.html'}.")
    return 0


def accessible(text: str) -> str:
    """Mend what Sphinx and its theme leave to be wished for by those who use keyboard or ear."""
    text = text.replace(
        'class="caption" role="heading"', 'class="caption" role="heading" aria-level="2"'
    )
    # A phone must scroll code and tables sideways, and a keyboard has to reach what scrolls.
    return re.sub(r"<(pre|table)(?=[ >])", r'<\1 tabindex="0"', text)


def fill(source: Path) -> None:
    """Write every source file of the site."""
    shutil.copy(HERE / "conf.py", source)
    shutil.copytree(HERE / "_static", source / "_static")
    for lesson in LESSONS:
        (source / "lessons").mkdir(exist_ok=True)
        nbformat.write(lesson_page(lesson), source / "lessons" / lesson.notebook.name)
    index = (HERE / "index.md").read_text(encoding="utf-8")
    entries = {
        "lessons": [f"{n.number} {n.title} <lessons/{n.name}>" for n in LESSONS],
        "assignments": assignments(source),
        "quiz": quizzes(source),
        "reference": references(source),
    }
    for name, lines in entries.items():
        index = index.replace(f"{{{{ {name} }}}}", "\n".join(lines))
    (source / "index.md").write_text(index, encoding="utf-8")


def lesson_page(lesson: Lesson) -> Any:
    """Return a lesson's notebook with its pictures as images that have an alt text."""
    notebook = nbformat.read(lesson.notebook, as_version=4)
    for cell in notebook.cells:
        if cell.id == "find_course":
            cell.metadata["tags"] = ["remove-cell"]
        for output in cell.get("outputs", []):
            picture = output.get("data", {}).get("image/png")
            if picture:
                alt = html.escape(output.metadata["image/png"]["alt"])
                source = f"data:image/png;base64,{picture.strip()}"
                shown = f'<figure class="course-figure"><img src="{source}" alt="{alt}"></figure>'
                output["data"] = {"text/html": shown}
    return notebook


def assignments(source: Path) -> list[str]:
    """Write a page for each assignment: the text of its release notebook, stubs included."""
    names = []
    for path in sorted((ROOT / "assignments").glob("*/*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            kind = cell.metadata.get("course", {}).get("kind", "")
            cell.metadata = nbformat.from_dict({})
            if cell.id == "find_course":
                cell.metadata["tags"] = ["remove-cell"]
            elif kind == "given":
                cell.metadata["tags"] = ["hide-input"]
        (source / "assignments").mkdir(exist_ok=True)
        nbformat.write(notebook, source / "assignments" / path.name)
        names.append(f"assignments/{path.stem}")
    return names


def quizzes(source: Path) -> list[str]:
    """Write a page for each set of questions, playable as it stands."""
    everything = bank()
    (source / "quiz").mkdir()
    names = []
    for name in everything.names:
        found = everything.set(name)
        text = page(found.title, found.questions).replace("\n\n", "\n")
        intro = "Choose an answer to see what it says about it: Tab moves, Enter opens."
        content = f"# {found.title}\n\n{intro}\n\n```{{raw}} html\n{text}\n```\n"
        (source / "quiz" / f"{name}.md").write_text(content, encoding="utf-8")
        names.append(f"quiz/{name}")
    return names


def references(source: Path) -> list[str]:
    """Write the pages of the reference."""
    (source / "reference").mkdir()
    for name, (title, package, modules) in REFERENCE.items():
        lines = [f"# {title}", "", "```{eval-rst}"]
        if modules is None:
            lines += [f".. automodule:: {package}", "   :members:", "   :imported-members:", ""]
        for module in modules or ():
            lines += [f".. automodule:: {module}", "   :members:", ""]
        text = "\n".join([*lines, "```", ""])
        (source / "reference" / f"{name}.md").write_text(text, encoding="utf-8")
    return [f"reference/{name}" for name in REFERENCE]


if __name__ == "__main__":
    sys.exit(main())
