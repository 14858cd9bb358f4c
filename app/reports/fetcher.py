"""The only things a report may load: files of the app's static folder, and data addresses."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class StaticOnlyFetcher(URLFetcher):  # type: ignore[misc]
    """Anything else stops the rendering: a report with a hole in it must not be signed."""

    def __init__(self, root: Path) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False, fail_on_errors=True)
        self.root = root.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url[:5].lower() != "data:" and not self._is_ours(url):
            raise FatalURLFetchingError(f"Sumber di luar aplikasi ditolak: {url[:200]}")
        try:
            return super().fetch(url, headers)
        except (OSError, ValueError) as error:
            raise FatalURLFetchingError(f"Sumber tidak dapat dibaca: {url[:200]}") from error

    def _is_ours(self, url: str) -> bool:
        parts = urlsplit(url)
        if parts.scheme.lower() != "file" or parts.netloc:
            return False
        path = Path(url2pathname(parts.path)).resolve()
        return path.is_relative_to(self.root) and path.is_file()
