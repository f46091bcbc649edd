"""The site in a real browser: phone and desktop, keyboard, axe's rules, nothing from elsewhere."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}
# axe's rules for WCAG 2.0 to 2.2, levels A and AA
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to look at pages with"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, made afresh."""
    target = tmp_path_factory.mktemp("site") / "made"
    command = [sys.executable, "course/lessons/site/make.py", str(target)]
    own = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return target


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def _pages(site: Path) -> list[Path]:
    folders = ("lessons", "assignments", "quiz", "reference")
    return [site / "index.html", *(p for f in folders for p in sorted((site / f).glob("*.html")))]


def test_there_is_a_page_for_everything(site: Path) -> None:
    names = {str(page.relative_to(site)) for page in _pages(site)}
    for lesson in ("01_what_transfers", "02_feature_extraction", "03_fine_tuning"):
        assert f"lessons/{lesson}.html" in names
    assert {"assignments/feature_extraction.html", "assignments/fine_tuning.html"} <= names
    assert {"quiz/lesson.html", "quiz/head.html", "reference/plots.html"} <= names


def test_no_page_points_to_a_file_of_another_host(site: Path) -> None:
    fetched = re.compile(r"<(?:link|script|img|iframe|source)\b[^>]*?(?:src|href)=\"(https?:)?//")
    for path in site.rglob("*.html"):
        assert not fetched.search(path.read_text(encoding="utf-8")), path
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", text), path


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_fits_and_asks_nobody(site: Path, browser: Any, width: str) -> None:
    wide, high = WIDTHS[width]
    page = browser.new_page(viewport={"width": wide, "height": high})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        for path in _pages(site):
            page.goto(path.as_uri())
            name = path.relative_to(site)
            assert page.evaluate("document.documentElement.scrollWidth") <= wide, name
            silent = page.locator("img:not([alt]), img[alt='']").count()
            assert silent == 0, name
    finally:
        page.close()
    assert {url.split(":")[0] for url in asked} <= {"file", "data"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_fault(site: Path, browser: Any, width: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    wide, high = WIDTHS[width]
    page = browser.new_page(viewport={"width": wide, "height": high}, color_scheme=scheme)
    faults = []
    try:
        for path in _pages(site):
            page.goto(path.as_uri())
            for fault in Axe().run(page, options=RULES).response["violations"]:
                nodes = [node["html"][:200] for node in fault["nodes"][:3]]
                faults.append((str(path.relative_to(site)), fault["id"], nodes))
    finally:
        page.close()
    assert faults == []


def test_the_quiz_plays_by_keyboard(site: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    try:
        page.goto((site / "quiz" / "lesson.html").as_uri())
        first = page.locator(".question summary").first
        for _ in range(80):
            page.keyboard.press("Tab")
            if first.evaluate("choice => choice === document.activeElement"):
                break
        page.keyboard.press("Tab")  # the second choice is the right one
        page.keyboard.press("Enter")
        said = page.locator(".question").first.locator(".feedback:visible")
        assert said.count() == 1
        assert said.inner_text().startswith("Right.")
    finally:
        page.close()


def test_the_data_of_a_figure_opens_by_keyboard(site: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    try:
        page.goto((site / "lessons" / "02_feature_extraction.html").as_uri())
        box = page.locator("details.course-data").first
        box.locator("summary").focus()
        page.keyboard.press("Enter")
        assert box.locator("table").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    finally:
        page.close()
