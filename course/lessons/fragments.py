"""What the builder puts in for `{{ links }}`, `{{ objectives }}` and `# {{ find_course }}`."""

import re
from importlib.metadata import PackageNotFoundError, metadata

from course.lessons.catalogue import FOLDER, LESSONS, Lesson

KAGGLE = "https://www.kaggle.com/code/niharikamatcha/04-transfer-learning-fashion-mnist"
LEARNOPENCV = "https://learnopencv.com/image-classification-using-transfer-learning-in-pytorch/"


def fill(text: str, lesson: Lesson) -> str:
    """Replace every marker in a cell's text."""
    for name, make in _FRAGMENTS.items():
        if name in text:
            text = text.replace(name, make(lesson))
    return text


def links(lesson: Lesson) -> str:
    """Say how to open the notebook on Kaggle, on Colab and at home.

    Kaggle and Colab open notebooks of public repositories by address. Where the project's
    metadata name its repository, the links do so; until then they lead to the import page.
    """
    file = f"{lesson.name}.ipynb"
    if address := _repository():
        path = f"{address.removeprefix('https://github.com/')}/blob/main/course/lessons/{file}"
        kaggle = f"https://www.kaggle.com/kernels/welcome?src=https://github.com/{path}"
        colab = f"https://colab.research.google.com/github/{path}"
        first = f"[Open in Kaggle]({kaggle}) · [Open in Colab]({colab})"
        rest = "then add the course's wheel as input (Kaggle) or upload it to Files (Colab)"
    else:
        kaggle = "https://www.kaggle.com/code/new"
        colab = "https://colab.research.google.com/#create=true"
        first = f"[Open in Kaggle]({kaggle}) · [Open in Colab]({colab})"
        rest = (
            f"there choose *File ▸ Import Notebook* (Kaggle) or *File ▸ Upload notebook* (Colab), "
            f"take `{file}`, and add the course's wheel as input or upload it to Files"
        )
    return (
        f"**Open it elsewhere**: {first}; {rest}. "
        f"At home: `course lesson {lesson.number}` opens your own copy in JupyterLab."
    )


def objectives(lesson: Lesson) -> str:
    """Return the table of objectives: where each is taught, practised and asked."""
    from course.lessons.attempts import objectives as practised
    from course.quizzes.catalogue import bank

    everything = bank()
    lines = ["| When you have finished, you can … | section | exercise | asked in the quiz |"]
    lines.append("|---|---|---|---|")
    for aim in everything.objectives.values():
        if aim.lesson == lesson.name:
            asked = [q.id for q in everything.by_id.values() if q.objective == aim.id]
            text = aim.text[0].lower() + aim.text[1:]
            own = f"`{practised()[aim.id]}`"
            link = f"[{aim.section}](#{anchor(aim.section)})"
            lines.append(f"| {text} | {link} | {own} | `{asked[0]}` and {len(asked) - 1} more |")
    return "\n".join(lines)


def times(lesson: Lesson) -> str:
    """Say how long the lesson takes."""
    return (
        f"**Time**: about {lesson.minutes} minutes to read and do; of these the computer works "
        f"{lesson.cpu} on two CPU cores, {lesson.gpu} on a GPU. No network needed."
    )


def find_course(_lesson: Lesson) -> str:
    """Return the code that finds the course or installs its wheel."""
    return (FOLDER / "find_course.txt").read_text(encoding="utf-8").strip()


def further(lesson: Lesson) -> str:
    """Return what to read and do next."""
    after = LESSONS[LESSONS.index(lesson) + 1 :]
    on = "".join(f"- Next: lesson {n.number}, *{n.title}*: {n.summary}.\n" for n in after[:1])
    return (
        f"{on}- [Image Classification using Transfer Learning in PyTorch]({LEARNOPENCV}), "
        "learnopencv: the same recipe on ten classes of animals in colour.\n"
        f"- [The notebook that this course grew out of]({KAGGLE}), on Kaggle."
    )


def _repository() -> str:
    """Return the address of the project's public repository, "" where it has none."""
    try:
        urls = metadata("thaw-course").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    pairs = (url.split(", ", 1) for url in urls)
    return next((pair[1].rstrip("/") for pair in pairs if pair[0] == "Repository"), "")


def anchor(section: str) -> str:
    """Return the fragment under which JupyterLab and GitHub know a heading."""
    return re.sub(r"\s+", "-", section)


_FRAGMENTS = {
    "{{ links }}": links,
    "{{ objectives }}": objectives,
    "{{ times }}": times,
    "{{ further }}": further,
    "# {{ find_course }}": find_course,
}
