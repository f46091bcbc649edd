"""Hidden graders, a folder an assignment: pytest files that read evidence and decide."""
