"""`course.quiz("02")`: works in a notebook, without a kernel, without a script, by keyboard."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

import course
from course.errors import CourseError
from course.quizzes.catalogue import bank
from course.quizzes.widget import Quiz

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.mark.parametrize("name", ["02", 2, "2", "02_feature_extraction"])
def test_lesson_by_any_of_its_names(name: str | int) -> None:
    assert course.quiz(name).questions == bank().for_lesson("02")


def test_topics_and_the_lesson_set() -> None:
    assert course.quiz("loop").questions == bank().set("loop").questions
    assert next(q.id for q in course.quiz().questions) == "why-effective"


def test_unknown_name_says_what_there_is() -> None:
    with pytest.raises(CourseError, match=r"no quiz for lesson 99; use 01, 02, 03, 04\.$"):
        course.quiz("99")


def test_html_is_self_contained_and_without_script() -> None:
    page = course.quiz("loop")._repr_html_()
    assert not re.search(r"<script|javascript:|\son\w+=|https?://|url\(", page)
    assert page.count("<details") == 4 * len(bank().set("loop").questions)
    assert "data:image/png;base64," in page
    assert 'alt="Training loss over 30 steps' in page


def test_text_form_does_not_give_the_answers_away() -> None:
    text = repr(course.quiz("01"))
    assert "A) CNNs only work on one dataset" in text
    assert "That is the very thing" not in text


def test_notebook_output_shows_without_a_kernel() -> None:
    shown: Quiz = course.quiz("02")
    data = {"text/html": shown._repr_html_(), "text/plain": repr(shown)}
    output = nbformat.v4.new_output("execute_result", data=data, execution_count=1)
    cell = nbformat.v4.new_code_cell('course.quiz("02")', outputs=[output], execution_count=1)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert "Prevent their weights from being updated during training" in page
    assert page.count("<summary>") == page.count("</details>") == 4 * len(shown.questions)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to press keys in")
def test_keyboard_opens_one_choice_at_a_time(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    path = tmp_path / "page.html"
    path.write_text(f"<!doctype html><meta charset=utf-8>{course.quiz('02')._repr_html_()}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": 360, "height": 640})
            page.goto(path.as_uri())
            question = page.locator(".question").first
            assert question.locator(".feedback:visible").count() == 0
            for opened in ("A. Delete", "B. Prevent"):
                page.keyboard.press("Tab")
                page.keyboard.press("Enter")
                said = question.locator("details[open] > summary")
                assert said.count() == 1
                assert said.inner_text().startswith(opened)
            assert question.locator(".feedback:visible").inner_text().startswith("Right.")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 360, "a phone must not scroll sideways"
        finally:
            browser.close()
