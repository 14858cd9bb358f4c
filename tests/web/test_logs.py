"""The server's own log never repeats what people typed."""

from __future__ import annotations

import pytest
import structlog

from app.web.logs import init_logs


def _sign(passphrase: str) -> None:
    raise RuntimeError(f"broken after {len(passphrase)} letters")


def test_a_traceback_names_the_place_and_not_the_values(capsys: pytest.CaptureFixture[str]) -> None:
    init_logs()
    typed = "-".join(("frasa", "sandi", "rahasia"))
    try:
        _sign(typed)
    except RuntimeError:
        structlog.get_logger().exception("request_failed", request="5f0c9a7e")

    said = capsys.readouterr().err
    assert "request_failed" in said and "5f0c9a7e" in said
    assert "in _sign" in said and "broken after 19 letters" in said
    assert typed not in said
