"""Ctrl-C is heeded."""

import signal
import time

import pytest

from bot.cli.serving import stoppable

PATIENCE_SECONDS = 30.0
AGAIN_SECONDS = 0.2


def work_on() -> None:
    """Press Ctrl-C in a library that keeps it to itself, and go on working."""
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            time.sleep(0.01)


def test_what_a_library_swallows_is_raised_again() -> None:
    """Until it ends what is done."""
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), stoppable(AGAIN_SECONDS):
        work_on()
    assert time.monotonic() < began + PATIENCE_SECONDS


def test_afterwards_nothing_is_left_of_it() -> None:
    """Neither another Ctrl-C nor another handler."""
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), stoppable(AGAIN_SECONDS):
        signal.raise_signal(signal.SIGINT)
    time.sleep(2 * AGAIN_SECONDS)
    assert signal.getsignal(signal.SIGINT) is before
