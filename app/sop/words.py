"""How symbols, duties and sources of cells are called on pages."""

from __future__ import annotations

from app.sop.pelaksana import Duty, Source, Symbol

SYMBOL_WORDS = {
    Symbol.START: "Kapsul: mulai",
    Symbol.BOX: "Kotak: proses",
    Symbol.DECISION: "Belah ketupat: keputusan",
    Symbol.END: "Kapsul: selesai",
    Symbol.NONE: "Tanpa simbol",
}
DUTY_WORDS = {
    Duty.ANSWERS: "● bertanggung jawab dan mengesahkan",
    Duty.HELPS: "○ membantu",
    Duty.RECEIVES: "menerima",
    Duty.NOTHING: "tanpa tugas pengesahan",
}
SOURCE_WORDS = {
    Source.EKSPLISIT: "disebut dalam teks SOP",
    Source.SIMPULAN: "simpulan, belum dikonfirmasi",
    Source.DIKONFIRMASI: "dikonfirmasi",
}
