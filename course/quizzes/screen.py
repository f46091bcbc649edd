"""The quiz as a calm full-screen program: one question at a time, keyboard first.

Right and wrong are told in words and marks as well as in colour; `NO_COLOR` turns colour off.
"""

import os
import time
from typing import ClassVar

from rich.syntax import Syntax
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import DescendantFocus, Key
from textual.widget import Widget
from textual.widgets import Footer, Static

from course.quizzes import wording
from course.quizzes.attempt import Asked, Attempt
from course.quizzes.catalogue import Bank
from course.quizzes.history import History
from course.quizzes.model import LETTERS
from course.quizzes.rows import ChoiceRow, rich_text


def play(attempt: Attempt, history: History, bank: Bank) -> None:
    """Show the quiz until it is finished or left; every answer is recorded at once."""
    QuizApp(attempt, history, bank).run()


class QuizApp(App[None]):
    """One question at a time, then the score."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { align: center top; }
    #page { max-width: 96; padding: 1 2; }
    #head { color: $text-muted; margin-bottom: 1; }
    #text { margin-bottom: 1; }
    .picture { color: $text-muted; margin-bottom: 1; }
    .code { margin: 0 0 1 0; padding: 1 2; background: $surface; width: 100%; }
    .choice { padding: 0 1; margin-bottom: 1; border-left: blank; }
    .choice:focus { border-left: thick $primary; background: $boost; }
    .told { color: $text-muted; }
    .mine { border-left: thick $error; color: $text; }
    .right { border-left: thick $success; color: $text; }
    #verdict { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", show=False, priority=True),
        Binding("down,j", "move(1)", "down", show=False, priority=True),
        Binding("pageup", "page(-1)", "back", show=False),
        Binding("pagedown", "page(1)", "on", show=False),
        Binding("enter,space", "go", "take it, go on", priority=True),
        Binding("q,escape", "leave", "stop, go on later"),
    ]

    def __init__(self, attempt: Attempt, history: History, bank: Bank) -> None:
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.attempt = attempt
        self.history = history
        self.bank = bank
        self.began = time.monotonic()
        self.asked: Asked | None = None
        self.cursor = 0  # kept here: the focus follows keys too slowly for a fast typist

    def compose(self) -> ComposeResult:
        yield VerticalScroll(id="page", can_focus=False)
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        self.title = self.attempt.title
        await self.show_next()

    async def show_next(self) -> None:
        """Show the first open question, or the score."""
        page = self.query_one("#page", VerticalScroll)
        await page.remove_children()
        if self.attempt.finished:
            self.asked = None
            await page.mount(*self.summary())
        else:
            self.asked = self.attempt.asked[self.attempt.position]
            await page.mount(*self.question(self.asked))
            self.cursor = 0
            self.query(ChoiceRow).first().focus(scroll_visible=False)
        page.scroll_home(animate=False)
        self.began = time.monotonic()

    def question(self, asked: Asked) -> list[Widget]:
        """Return what one question is made of."""
        parts: list[Widget] = [Static(Text(wording.heading(self.attempt)), id="head")]
        parts.append(Static(rich_text(asked.question.text), id="text"))
        if asked.question.image:
            parts.append(Static(Text(f"Picture: {asked.question.image.alt}"), classes="picture"))
        if asked.question.code:
            theme = "bw" if self.no_color else "ansi_dark"
            code = Syntax(asked.question.code, "python", theme=theme, background_color="default")
            parts.append(Static(code, classes="code"))
        parts += [ChoiceRow(asked, position) for position in range(len(asked.order))]
        return [*parts, Static(Text(wording.keys(asked)), id="verdict")]

    def summary(self) -> list[Widget]:
        """Return the last page: score, objectives, what to read again."""
        lines = [wording.score(self.attempt), "", *wording.marks(self.attempt, self.bank)]
        places = wording.reading(self.attempt, self.bank)
        if places:
            lines += ["", "To read again:", *(f"  {place}" for place in places)]
        else:
            lines += ["", "Nothing to read again."]
        head = f"{self.attempt.title}   finished"
        return [Static(Text(head), id="head"), Static(Text("\n".join(lines)), id="text")]

    def on_choice_row_taken(self, message: ChoiceRow.Taken) -> None:
        """Take the choice that was clicked."""
        self.take(message.position)

    def take(self, position: int) -> None:
        """Record the answer and show the feedback on every choice."""
        if self.asked is None or self.answered:
            return
        seconds = time.monotonic() - self.began
        self.history.record(self.attempt, self.attempt.answer(self.asked, position, seconds))
        answer = self.attempt.answers[self.asked.question.id]
        for row in self.query(ChoiceRow):
            row.show(self.attempt)
        verdict = self.query_one("#verdict", Static)
        go_on = "Enter: the score" if self.attempt.finished else "Enter: next question"
        said = Text(f"{wording.verdict(self.asked, answer)}  ", "bold")
        verdict.update(said.append(go_on, "not bold"))
        self.set_focus(None)
        self.call_after_refresh(self.query_one("#page", VerticalScroll).scroll_end, animate=False)

    def on_key(self, event: Key) -> None:
        """Let the letters of the choices answer."""
        key = event.key.upper()
        if self.asked is None or len(key) != 1:
            return
        if key in LETTERS[: len(self.asked.order)]:
            self.take(LETTERS.index(key))

    def action_move(self, step: int) -> None:
        """Move between the choices, or scroll where there are none to take."""
        if self.answered:
            page = self.query_one("#page", VerticalScroll)
            page.scroll_relative(y=2 * step, animate=False)
            return
        rows = list(self.query(ChoiceRow))
        self.cursor = (self.cursor + step) % len(rows)
        rows[self.cursor].focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Follow the Tab key."""
        if isinstance(event.widget, ChoiceRow) and event.widget.has_focus:
            self.cursor = event.widget.position

    @property
    def answered(self) -> bool:
        """Tell whether there is nothing to take: an answer was given, or the score is shown."""
        return self.asked is None or self.asked.question.id in self.attempt.answers

    def action_page(self, step: int) -> None:
        """Scroll by most of a screen."""
        page = self.query_one("#page", VerticalScroll)
        page.scroll_relative(y=step * max(1, page.size.height - 2), animate=False)

    async def action_go(self) -> None:
        """Take the choice, go on to the next question, or leave the score."""
        if self.asked is None:
            self.exit()
        elif self.answered:
            await self.show_next()
        else:
            self.take(self.cursor)

    def action_leave(self) -> None:
        """Leave; what was answered is kept."""
        self.exit()
