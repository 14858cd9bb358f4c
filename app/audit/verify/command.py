"""The commands of periksa.pyz: check a package or one record, make a witness's key, testify."""

from __future__ import annotations

import argparse
import getpass
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from .keyfile import OwnKey, is_sealed, key_line, new_key, read_key, write_key
from .package import verify_package
from .proof import check_proof, is_proof
from .render import told_proof, told_testimony, told_verdict
from .testify import testify
from .verdicts import Bad

SHORTEST_PASSPHRASE = 8
USAGE = """cara pakai:
  python periksa.pyz PAKET.zip [--last-checkpoint FILE] [--saksi-vkey FILE] [--sampel]
      memeriksa paket Inspektorat atau folder yang sudah dibongkar;
      --last-checkpoint menerima checkpoints.txt atau paket lama yang Anda simpan
  python periksa.pyz rekaman-12.txt --vkey log.vkey
      memeriksa bukti satu rekaman
  python periksa.pyz kunci-saksi FILE --nama NAMA [--tanpa-sandi]
      membuat kunci saksi Anda; kunci publiknya untuk kantor
  python periksa.pyz saksikan PAKET.zip --kunci FILE --catatan FILE [--keluar FOLDER] [--terima-pemulihan]
      memeriksa paket lalu menandatangani checkpoint terbarunya
"""


class _Arguments(argparse.ArgumentParser):
    """Bad usage is told in the language of who uses it; exit status 2."""

    def format_help(self) -> str:
        return USAGE

    def error(self, message: str) -> NoReturn:
        sys.stderr.write("Perintah tidak lengkap atau salah tulis.\n" + USAGE)
        raise SystemExit(2)


def main(arguments: list[str] | None = None) -> int:
    """Print the answer; 0 when what was asked for is whole or done, 2 for a wrong call, else 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console of Windows may lack the letters of a name
    given = sys.argv[1:] if arguments is None else arguments
    commands = {"kunci-saksi": _make_key, "saksikan": _testify}
    command = commands.get(given[0]) if given else None
    try:
        return command(given[1:]) if command else _check(given)
    except Bad as bad:
        return _say(f"DITOLAK\n{bad.why[:1].upper()}{bad.why[1:]}.", 1)
    except FileExistsError as error:
        return _say(f"DITOLAK\n{error.filename} sudah ada; berkas itu tidak diganti.", 1)
    except OSError as error:
        return _say(f"DITOLAK\n{error.filename or 'Berkas'} tidak dapat dibaca atau ditulis.", 1)


def _check(given: list[str]) -> int:
    parser = _Arguments(prog="periksa.pyz")
    parser.add_argument("paket", type=Path)
    for option in ("--last-checkpoint", "--saksi-vkey", "--vkey"):
        parser.add_argument(option, type=Path)
    parser.add_argument("--sampel", action="store_true")
    options = parser.parse_args(given)
    _need(options.paket, options.last_checkpoint, options.saksi_vkey, options.vkey)
    if is_proof(options.paket):
        return _check_proof(parser, options)
    verdict = verify_package(options.paket, last_checkpoint=options.last_checkpoint, own_witness=options.saksi_vkey)
    return _say(told_verdict(verdict, samples=options.sampel), 0 if verdict.ok else 1)


def _need(*paths: Path | None) -> None:
    """A mistyped name is no verdict on anybody's log; exit status 2, as for any bad usage."""
    for path in paths:
        if path is not None and not path.exists():
            raise SystemExit(
                _say(f"BELUM DIPERIKSA\nTidak ada berkas atau folder {path}. Periksa nama dan letaknya.", 2)
            )


def _check_proof(parser: _Arguments, options: Any) -> int:
    if options.vkey is None:
        parser.error("--vkey")
    try:
        proven = check_proof(options.paket, options.vkey)
    except Bad as bad:
        return _say(f"TIDAK TERBUKTI\n{bad}\nJenis: {bad.kind}", 1)
    return _say(told_proof(proven), 0)


def _make_key(given: list[str]) -> int:
    parser = _Arguments(prog="periksa.pyz kunci-saksi")
    parser.add_argument("berkas", type=Path)
    parser.add_argument("--nama", required=True)
    parser.add_argument("--tanpa-sandi", action="store_true")
    options = parser.parse_args(given)
    own = new_key(options.nama)
    public = options.berkas.with_name(options.berkas.name + ".vkey")
    if public.exists():
        raise FileExistsError(17, "", str(public))
    write_key(options.berkas, own, None if options.tanpa_sandi else _new_passphrase())
    public.write_bytes(key_line(own.key).encode() + b"\n")
    sealed = "TANPA SANDI: siapa pun yang membacanya dapat menandatangani atas nama Anda." * options.tanpa_sandi
    lines = [
        f"Kunci rahasia Anda ada di {options.berkas}. {sealed or 'Berkas itu terkunci dengan sandi Anda.'}",
        "Simpan di luar kantor; jangan berikan kepada siapa pun.",
        f"Kunci publik untuk diserahkan kepada kantor (juga di {public}):",
        key_line(own.key),
    ]
    return _say("\n".join(lines), 0)


def _testify(given: list[str]) -> int:
    parser = _Arguments(prog="periksa.pyz saksikan")
    parser.add_argument("paket", type=Path)
    for option in ("--kunci", "--catatan"):
        parser.add_argument(option, type=Path, required=True)
    parser.add_argument("--keluar", type=Path)
    parser.add_argument("--terima-pemulihan", action="store_true")
    options = parser.parse_args(given)
    _need(options.paket)
    done = testify(
        options.paket,
        _open_key(options.kunci),
        options.catatan,
        at=int(time.time()),
        folder=options.keluar,
        restored_too=options.terima_pemulihan,
    )
    return _say(told_testimony(done, options.catatan), 0 if done.written else 1)


def _open_key(path: Path) -> OwnKey:
    try:
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Bad("saksi", "berkas kunci tidak menurut bentuknya") from None
    return read_key(text, _ask("Sandi kunci saksi: ") if is_sealed(text) else None)


def _new_passphrase() -> str:
    passphrase = _ask(f"Sandi baru untuk kunci (paling sedikit {SHORTEST_PASSPHRASE} huruf): ")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Bad("saksi", f"sandi kurang dari {SHORTEST_PASSPHRASE} huruf, jadi kunci tidak dibuat")
    if _ask("Ulangi sandi itu: ") != passphrase:
        raise Bad("saksi", "kedua sandi tidak sama, jadi kunci tidak dibuat")
    return passphrase


def _ask(prompt: str) -> str:
    """Typed unseen at a console; a line of standard input where there is none."""
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(prompt)
    return (sys.stdin.readline() if sys.stdin is not None else "").rstrip("\r\n")


def _say(text: str, status: int) -> int:
    sys.stdout.write(text.rstrip("\n") + "\n")
    return status
