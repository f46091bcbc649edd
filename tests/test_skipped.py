"""Cells that train are not run; what others use of them is."""

import pytest

from course import skipped
from course.checks import apart
from course.checks.apart import Notebook
from course.notebooks import CodeCell

FUNCTION = "def evaluate(model):\n    return {}(model)"


def kept(training: str, *others: str, functions: tuple[str, ...] = ()) -> str:
    return "\n".join(skipped.kept(training.split("\n---\n"), others, functions)).strip()


@pytest.mark.parametrize("source", ["import (", "x" + "(" * 5000, "\0", "%%bash\nimport os"])
def test_what_cannot_be_read_gives_nothing(source: str) -> None:
    assert kept(f"import time\n{source}", "time") in ("", "import time")
    assert kept("import time", source, "time") == "import time"


def test_imports_definitions_and_constants_are_kept_if_they_are_named() -> None:
    cell = "import time, csv as c\nLR = 1e-3\ndef helper(): pass\nclass Kept: pass\ntrain()"
    assert kept(cell, "print(1)") == ""
    assert kept(cell, "c.reader") == "import time, csv as c"
    assert kept(cell, "LR") == "LR = 0.001"
    assert kept(cell, "Kept") == "class Kept:\n    pass"
    assert kept(cell, functions=("helper",)) == "def helper():\n    pass"


@pytest.mark.parametrize(
    "statement",
    [
        "used = lambda model: model",
        "used = course.models.blocks",
        "used = torch.compile",
        "used: object = nn.Identity()",
        "a, (used, *b) = 1, (len, 2)",
        "used = Config(rate=1e-3)",
        "if torch.cuda.is_available():\n    used = len\nelse:\n    used = sum",
        "try:\n    from tqdm import used\nexcept ImportError:\n    used = iter",
        "try:\n    import used\nexcept ImportError:\n    def used(model): return model",
        "for used in (1e-2, 1e-3):\n    pass",
        "with io.StringIO('1d') as text:\n    used = text.read()",
        "match torch.__version__:\n    case str(used):\n        x = int(1)",
        "used = dict()\nused.update(a=1)",
        "def make(): return Config()\nused = make()",
        "used = (lambda kinds: lambda layer: kinds)(3)",
    ],
)
def test_values_that_functions_use_are_kept(statement: str) -> None:
    cell = f"class Config: pass\n{statement}\ntrain()"
    assert "used" in kept(cell, FUNCTION.format("used"))
    assert kept(cell, "print(used)") == ""
    assert kept(cell, "def other(used):\n    return used") == ""


@pytest.mark.parametrize(
    "statement",
    [
        "used = train(model)",
        "used = [train(m) for m in models]",
        "used = helper",
        "used, loader = course.data.loaders(32)",
        "used = iter(train(model))",
        "for used in range(3):\n    used.step()",
        "if late:\n    used = 1\n    train()",
    ],
)
def test_what_may_train_or_load_data_is_not_kept(statement: str) -> None:
    others = (FUNCTION.format("used"), "def train(model):\n    return model(1)")
    found = kept(f"helper = train(1)\n{statement}", *others)
    assert "train(" not in found
    assert "loaders" not in found


def test_what_a_value_needs_is_kept_as_well() -> None:
    cells = (
        "base = nn.ReLU\n---\nrates = {'slow': [1]}\nrates['slow'] = base\nother = nn.GELU\nrun()"
    )
    found = kept(cells, FUNCTION.format("rates['slow'][0]"))
    assert [line.strip() for line in found.splitlines() if "=" in line] == [
        "base = nn.ReLU",
        "rates = {'slow': [1]}",
        "rates['slow'] = base",
    ]


def test_what_is_only_done_to_a_module_is_left_out() -> None:
    cell = "import torch\ntorch.manual_seed(0)\nplots.show(torch)"
    assert kept(cell, FUNCTION.format("plots.x(torch.relu)")) == "import torch"


def test_a_value_that_cannot_be_had_stops_nothing() -> None:
    cell = kept("used = missing.thing\nafter = 3", FUNCTION.format("used") + "\nafter")
    names: dict[str, object] = {}
    exec(cell, names)
    assert ("used" in names, names["after"]) == (False, 3)


def test_defaults_and_decorators_are_used_too() -> None:
    assert "rate =" in kept("rate = float('1')", "def f(lr=rate): pass")
    assert "timed =" in kept("timed = torch.no_grad()", "@timed\ndef f(): pass")


def test_many_empty_lines_are_no_trouble() -> None:
    blank = "\n" * 29_000
    assert kept(f"{blank}import time", *[blank] * 9, "time") == "import time"


def test_there_is_an_end_to_what_is_read() -> None:
    uses = FUNCTION.format("used")
    long = "x = 1\n" * 5_000
    assert kept("used = nn.ReLU", long, uses) != ""
    assert kept("used = nn.ReLU", long + uses) == ""
    assert kept("used = nn.ReLU", *[long] * 10, uses) == ""


def test_the_command_knows_what_cells_that_train_import() -> None:
    cells = [
        CodeCell(None, "training", "import time\nimport csv\ntrain()"),
        CodeCell("evaluate", "solution", "time.time()"),
    ]
    sources = [own["source"] for own in apart.job(Notebook(cells), ["evaluate"])["cells"]]
    assert sources == ["import time", "time.time()"]
