"""What is asked in the exercises of each lesson, as functions that look at an answer."""
