"""What people type about an SOP: a file or its text, a symbol, a duty, a role."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.accounts.roles import Role
from app.sop.pelaksana import Duty, Symbol
from app.sop.words import DUTY_WORDS, SYMBOL_WORDS

CHOOSE = "Pilih salah satu."
PELAKSANA_ROLES = (Role.SEKRETARIS, Role.KABAG, Role.TIM, Role.STAF)


class ImportForm(FlaskForm):
    file = FileField("Berkas SOP", description="docx, PDF, atau teks (.txt), hingga 10 MB.")
    text = TextAreaField(
        "Atau tempel teksnya",
        description="Sel tabel dipisah tab, seperti hasil salin dari Word atau Excel.",
    )


class CellForm(FlaskForm):
    symbol = RadioField(
        "Simbol",
        choices=[SelectChoice(symbol.value, SYMBOL_WORDS[symbol]) for symbol in Symbol],
        validators=[InputRequired(CHOOSE)],
    )
    # "" is a choice here, so presence is checked by the list of choices alone.
    duty = RadioField("Tugas", choices=[SelectChoice(duty.value, DUTY_WORDS[duty]) for duty in Duty])


class RoleForm(FlaskForm):
    role = RadioField(
        "Peran",
        choices=[SelectChoice(role.value, role.label) for role in PELAKSANA_ROLES],
        validators=[InputRequired(CHOOSE)],
    )


class ActivateForm(FlaskForm):
    """No field of its own: only the token that shows that the request is ours."""
