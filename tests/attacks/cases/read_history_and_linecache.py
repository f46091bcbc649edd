"""Search IPython's history, the line cache and open frames' sources for other people's code."""

DEFENCE = "Every job is a fresh process without history; graders and solutions never come into it."
CELL = r"""
import linecache
for name, entry in list(linecache.cache.items()):
    if "autograder" in name or "solution" in name:
        print(name, entry)
shell = get_ipython()
print(shell.history_manager.input_hist_raw[-5:], len(shell.history_manager.input_hist_raw))
print([name for name in shell.user_ns if name.startswith(("_i", "_o"))])
for path in ("{COURSE}/solutions/answers.py", "{ROOT}/solutions/feature_extraction.py"):
    print(linecache.getlines(path))
"""
