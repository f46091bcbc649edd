"""nbgrader's settings for this course: intake, jail and graders are the autograder's."""

from pathlib import Path

from autograder import bridge

bridge.configure(get_config(), Path(__file__).parent)  # type: ignore[name-defined] # noqa: F821
