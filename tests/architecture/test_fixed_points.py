"""What the user fixed: the packages that the application stands on, and the places that it consists of."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from app.settings import ROOT

PACKAGES = ("flask", "flask-login", "flask-sqlalchemy", "htmx-flask", "pyhanko", "weasyprint", "pytest")
FOLDERS = ("app", "templates", "static", "migrations", "instance", "tests")
FILES = ("wsgi.py", "pyproject.toml", "README.md")


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def direct_dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in project["dependencies"])
    return {name[0].lower().replace("_", "-") for name in names if name}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_named_package_is_a_direct_dependency(package):
    assert package in direct_dependencies()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_named_package_is_used_by_the_code_itself(package, tracked):
    module = {"htmx-flask": "htmx_flask"}.get(package, package.replace("-", "_"))
    sources = [ROOT / name for name in tracked if name.endswith(".py") and name.startswith(("app/", "tests/"))]
    importing = re.compile(rf"^\s*(from|import) {module}\b", re.MULTILINE)
    assert any(importing.search(source.read_text(encoding="utf-8")) for source in sources if source.exists())


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_named_folder_is_tracked(folder, tracked):
    assert any(name.startswith(f"{folder}/") for name in tracked)


@pytest.mark.parametrize("file", FILES)
def test_a_named_file_is_tracked(file, tracked):
    assert file in tracked


def test_the_server_imports_one_application_and_nothing_else():
    assert "create_app()" in (ROOT / "wsgi.py").read_text(encoding="utf-8")


def test_what_an_instance_keeps_is_never_tracked(tracked):
    kept = [name for name in tracked if name.startswith("instance/")]
    assert [name for name in kept if not name.endswith((".gitkeep", ".gitignore", "README.md"))] == []
