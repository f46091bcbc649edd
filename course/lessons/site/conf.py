"""How Sphinx makes the site; `make site` runs it on a folder that make.py has filled."""

project = "thaw-course"
author = "the thaw-course contributors"
copyright = "MIT licence"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "thaw-course"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "top_of_page_buttons": [],
    "light_css_variables": {
        "color-link": "#0a5c96",
        "color-link--hover": "#063d64",
        "color-link--visited": "#0a5c96",
        "color-brand-primary": "#0a5c96",
        "color-brand-content": "#0a5c96",
        "color-foreground-muted": "#5a5c63",
        "color-background-secondary": "#f8f9fb",
    },
    "dark_css_variables": {
        "color-link": "#79c0ff",
        "color-link--visited": "#79c0ff",
        "color-brand-primary": "#79c0ff",
        "color-brand-content": "#79c0ff",
        "color-foreground-muted": "#a9adb6",
    },
}
nb_execution_mode = "off"  # the notebooks come with their outputs
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # no widgets, so nothing to fetch for them
nb_merge_streams = True
myst_heading_anchors = 4
myst_heading_slug_func = "course.lessons.fragments.anchor"  # as JupyterLab and GitHub make them
myst_links_external_new_tab = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_mock_imports: list[str] = []
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type", "misc.highlighting_failure"]
nitpicky = False
