"""The report as one writes it without thinking of the layout's cost: every reading a row of six cells."""

from __future__ import annotations

READINGS, RECORDS = 126, 160
CSS = """@page { size: A4; margin: 2cm 2cm 2cm 3cm }
body { font: 9.5pt sans-serif } table { border-collapse: collapse; width: 100% }
td, th { border: .5pt solid #888; padding: 2pt 3pt; text-align: left; vertical-align: top }"""

ROW = "<tr>" + "<td>{}</td>" * 6 + "</tr>"
HEAD = "<tr><th>No</th><th>Waktu</th><th>Nama</th><th>Tindakan</th><th>Objek</th><th>Keterangan</th></tr>"
READING = ("1.1", "Tingkat kepuasan", "84,00", "86,52", "103,00", "Laporan survei kepuasan anggota DPRD")
RECORD = ("17 Jul 2023, 08.17", "Rina Maharani, S.AP.", "mengesahkan langkah", "langkah 4", "sidik ab12cd34ef56")


def naive_report() -> tuple[str, int]:
    """The page, and how many pages it makes."""
    from weasyprint import HTML

    readings = "".join(ROW.format(*READING) for _ in range(READINGS))
    records = "".join(ROW.format(no, *RECORD) for no in range(1, RECORDS + 1))
    tables = "".join(
        f"<h2>{title}</h2><table><thead>{HEAD}</thead><tbody>{rows}</tbody></table>"
        for title, rows in (("Pengukuran", readings), ("Jejak", records))
    )
    html = f"<html lang=id><head><style>{CSS}</style></head><body><h1>Laporan</h1>{tables}</body></html>"
    return html, len(HTML(string=html).render().pages)
