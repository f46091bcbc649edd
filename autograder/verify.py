"""Check what has been filed: every receipt's signature and name, and the log's chain."""

from collections.abc import Iterator

from autograder.errors import AutograderError
from autograder.files import sha256
from autograder.receipts import NOT_IDENTITY, Store, canonical


def problems(store: Store) -> Iterator[str]:
    """Yield one sentence for everything that does not hold; nothing if all is well."""
    logged: dict[str, str] = {}
    try:
        for entry in store.ledger.entries():
            if entry.get("assignment") == store.assignment.slug:
                logged[entry["key"]] = entry["receipt"]
    except AutograderError as error:
        yield str(error)
    yield from _receipts(store, logged)


def _receipts(store: Store, logged: dict[str, str]) -> Iterator[str]:
    found = {path.stem: path for path in sorted(store.folder.glob("*.json"))}
    for key, path in found.items():
        try:
            receipt = store.read(path)
        except AutograderError as error:
            yield str(error)
            continue
        identity = {name: v for name, v in receipt.items() if name not in NOT_IDENTITY}
        if sha256(canonical(identity)) != key or receipt["key"] != key:
            yield f"{path} lies under a name that is not its own."
        elif logged.get(key) != sha256(path.read_bytes()):
            yield f"{path} is not the receipt that the log knows."
    for key in logged.keys() - found.keys():
        yield f"The receipt {key} is in the log, but its file is gone: grade again."
