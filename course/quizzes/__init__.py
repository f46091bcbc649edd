"""The quiz: questions as data, a screen and a plain mode, history, review, exports and imports."""
