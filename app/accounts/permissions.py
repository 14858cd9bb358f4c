"""Who may do what, on one screen."""

from __future__ import annotations

from enum import StrEnum

from app.accounts.roles import Role


class Permission(StrEnum):
    """A thing that a route lets somebody do; the sentence is shown to people."""

    ACCESS_VIEW = "melihat siapa boleh apa dan siapa membaca apa"
    AUDIT_READ = "membaca jejak audit"
    BACKUP_CREATE = "membuat cadangan"
    CALENDAR_EDIT = "mengubah kalender kerja"
    CALENDAR_VIEW = "melihat kalender kerja"
    EVIDENCE_READ = "mengunduh berkas bukti"
    FIGURES_DEFINE = "menetapkan sasaran, indikator, dan target"
    FIGURES_ENTER = "mengisi realisasi dan anggaran"
    FIGURES_VIEW = "melihat angka kinerja"
    FINDING_ANSWER = "menjawab temuan Inspektorat"
    HOME = "membuka halaman beranda"
    INSPECTION_VIEW = "membuka ruang pemeriksaan"
    KEY_MANAGE = "mengunggah sertifikat tanda tangan sendiri"
    PACKAGE_EXPORT = "membuat paket pemeriksaan"
    PERMISSIONS_VIEW = "melihat peta izin"
    PROFILE = "mengubah profil dan kata sandi sendiri"
    PARAF_GIVE = "memberi paraf pada laporan"
    REPORT_FREEZE = "menyusun dan membekukan laporan"
    REPORT_SIGN = "menandatangani laporan"
    REPORT_VIEW = "melihat laporan"
    REPORT_TIMESTAMP = "menambah cap waktu pada laporan bertanda tangan"
    REVIEW_WRITE = "menulis kertas kerja, sampel, dan temuan"
    RUN_CANCEL = "membatalkan pelaksanaan"
    RUN_CORRECT = "memperbaiki catatan langkah"
    RUN_START = "memerintahkan pengukuran kinerja"
    RUN_VIEW = "melihat pelaksanaan"
    SIGNING_CHOOSE = "menetapkan cara tanda tangan orang"
    SOP_CONFIRM = "mengonfirmasi pelaksana SOP"
    SOP_IMPORT = "memasukkan SOP"
    SOP_VIEW = "melihat SOP"
    STEP_COMPLETE = "mengesahkan langkah"
    STEP_CONTRIBUTE = "melengkapi langkah dengan bukti"
    STEP_RETURN = "mengembalikan langkah"
    TRUST_EDIT = "mengubah sertifikat induk yang dipercaya"
    TRUST_VIEW = "melihat sertifikat induk yang dipercaya"
    USERS_MANAGE = "mengelola pengguna"
    WITNESS_KEEP = "mendaftarkan kunci saksi dan menyimpan kesaksiannya"


EVERYBODY = frozenset(
    {
        Permission.CALENDAR_VIEW,
        Permission.FIGURES_VIEW,
        Permission.HOME,
        Permission.PERMISSIONS_VIEW,
        Permission.PROFILE,
        Permission.REPORT_VIEW,
        Permission.RUN_VIEW,
        Permission.SOP_VIEW,
        Permission.TRUST_VIEW,
    }
)
WORKERS = EVERYBODY | {Permission.EVIDENCE_READ, Permission.STEP_CONTRIBUTE, Permission.AUDIT_READ}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.SEKRETARIS: WORKERS
    | {
        Permission.ACCESS_VIEW,
        Permission.FIGURES_DEFINE,
        Permission.FINDING_ANSWER,
        Permission.INSPECTION_VIEW,
        Permission.KEY_MANAGE,
        Permission.PACKAGE_EXPORT,
        Permission.REPORT_SIGN,
        Permission.REPORT_TIMESTAMP,
        Permission.RUN_CANCEL,
        Permission.RUN_CORRECT,
        Permission.RUN_START,
        Permission.SOP_CONFIRM,
        Permission.STEP_COMPLETE,
        Permission.STEP_RETURN,
    },
    Role.KABAG: WORKERS
    | {
        Permission.FIGURES_ENTER,
        Permission.FINDING_ANSWER,
        Permission.INSPECTION_VIEW,
        Permission.KEY_MANAGE,
        Permission.PARAF_GIVE,
        Permission.RUN_CORRECT,
        Permission.STEP_COMPLETE,
        Permission.STEP_RETURN,
    },
    Role.TIM: WORKERS
    | {
        Permission.FIGURES_DEFINE,
        Permission.FIGURES_ENTER,
        Permission.FINDING_ANSWER,
        Permission.INSPECTION_VIEW,
        Permission.REPORT_FREEZE,
        Permission.REPORT_TIMESTAMP,
        Permission.RUN_CORRECT,
        Permission.STEP_COMPLETE,
    },
    Role.STAF: WORKERS,
    # The Inspektorat reads everything and writes to its own rooms alone; its own reading is logged.
    Role.INSPEKTORAT: EVERYBODY
    | {
        Permission.ACCESS_VIEW,
        Permission.AUDIT_READ,
        Permission.EVIDENCE_READ,
        Permission.INSPECTION_VIEW,
        Permission.PACKAGE_EXPORT,
        Permission.REVIEW_WRITE,
        Permission.WITNESS_KEEP,
    },
    # The Admin keeps accounts, calendar and backups; he completes no step and signs nothing.
    Role.ADMIN: EVERYBODY
    | {
        Permission.ACCESS_VIEW,
        Permission.AUDIT_READ,
        Permission.BACKUP_CREATE,
        Permission.CALENDAR_EDIT,
        Permission.SIGNING_CHOOSE,
        Permission.SOP_IMPORT,
        Permission.TRUST_EDIT,
        Permission.USERS_MANAGE,
    },
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """The union over the roles that a person has."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))
