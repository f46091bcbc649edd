"""The choices of a question on the screen."""

from rich.table import Table
from rich.text import Text
from textual.message import Message
from textual.widgets import Static

from course.quizzes import wording
from course.quizzes.attempt import Asked, Attempt
from course.quizzes.markup import spans
from course.quizzes.model import LETTERS

STYLES = {"code": "bold", "strong": "bold", "em": "italic", "": ""}


def rich_text(text: str) -> Text:
    """Turn the questions' markup into styled text."""
    styled = Text()
    for span in spans(text):
        styled.append(span.text, STYLES[span.style])
    return styled


class ChoiceRow(Static, can_focus=True):
    """One choice; the app moves the focus and takes it, and so does a click."""

    class Taken(Message):
        """This choice was taken."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    def __init__(self, asked: Asked, position: int) -> None:
        super().__init__(classes="choice")
        self.asked = asked
        self.position = position

    def on_mount(self) -> None:
        """Draw the choice as it is before there is an answer."""
        self.show(None)

    def show(self, attempt: Attempt | None) -> None:
        """Draw the choice, and once there is an answer, what there is to say about it."""
        choice = self.asked.choices[self.position]
        answer = attempt.answers.get(self.asked.question.id) if attempt else None
        sign = " " if answer is None else wording.SIGNS[choice.right]
        table = Table.grid(padding=(0, 1))
        table.add_row(sign, Text(LETTERS[self.position], "bold"), rich_text(choice.text))
        if answer is not None:
            note = wording.note(self.asked, self.position, answer)
            said = Text(f"{note[0].upper()}{note[1:]}. ", "bold")
            table.add_row("", "", said.append_text(rich_text(choice.feedback)))
            self.set_class(choice.right, "right")
            self.set_class(self.asked.order[self.position] == answer.choice, "mine")
            self.add_class("told")
            self.can_focus = False
        self.update(table)

    def on_click(self) -> None:
        """Take this choice as the answer."""
        self.post_message(self.Taken(self.position))
