"""What can go wrong, as one small tree.

    Exception
    └── CourseError         one clear sentence: what, where, how to mend it
        ├── DataError       images or weights: missing, damaged, not to be had, no space
        ├── ModelError      a network that is unknown, or whose layers cannot be told apart
        ├── DeviceError     a device that was asked for and cannot be used
        ├── CheckpointError a checkpoint, or a zip with one, that cannot be handed in
        └── CheckError      a check that could not be run (never "the answer is wrong")

Commands catch `CourseError`, print its message and exit with status 1; nobody sees a traceback.
"""


class CourseError(Exception):
    """Root of every error that this project raises on purpose."""


class DataError(CourseError):
    """Images or weights are missing, damaged or cannot be fetched."""


class ModelError(CourseError):
    """A network is unknown, does not fit its weights, or has no layer that was asked for."""


class DeviceError(CourseError):
    """The device that was asked for cannot be used on this machine."""


class CheckpointError(CourseError):
    """A checkpoint, or what is handed in with it, is not what a grader can take."""


class CheckError(CourseError):
    """A check could not be run; the fault is not in the answer."""
