"""Codes that stand in events, in the office's words: an actor's roles, and what a file is to its event."""

from __future__ import annotations

ACTING = {"plh": "Plh.", "plt": "Plt."}
POSTS = {
    "admin": "Admin", "inspektorat": "Inspektorat", "kabag": "Kabag/Kasubag", "sekretaris": "Sekretaris DPRD",
    "staf": "Staf", "tim": "Tim Penyusun",
}  # fmt: skip
FILE_ROLES = {
    "bukti": "bukti", "kelengkapan": "kelengkapan", "keluaran": "keluaran", "laporan": "laporan",
    "laporan-bagian": "laporan bagian", "perbaikan": "berkas pengganti", "sumber": "sumber angka",
    "tindak-lanjut": "bukti tindak lanjut",
}  # fmt: skip


def role_words(roles: str) -> str:
    """An actor's roles as the log holds them: "plh:sekretaris,kabag" is "Kabag/Kasubag, Plh. Sekretaris DPRD"."""
    held = sorted(filter(None, roles.split(",")), key=lambda one: (":" in one, one))
    said = []
    for role in held:
        kind, _, post = role.rpartition(":")
        said.append(f"{ACTING.get(kind, kind)} {POSTS.get(post, post)}".strip())
    return ", ".join(said)


def file_words(role: str) -> str:
    """What a file is to its event; a word that this version doesn't know stays as it stands."""
    return FILE_ROLES.get(role, role)
