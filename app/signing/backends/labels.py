"""The sentence under the visible block: what kind of signature it is, and never more than that."""

from __future__ import annotations

LOCAL_LABEL = "Tanda tangan elektronik tidak tersertifikasi (kunci lokal)"
CERTIFIED_LABEL = "Tanda tangan elektronik tersertifikasi melalui layanan esign BSrE"
SERVICE_LABEL = "Tanda tangan elektronik melalui layanan esign; periksa sertifikasinya dengan kode QR"


def label_of(backend: str, *, certified: bool) -> str:
    """`certified`: a root of an Indonesian PSrE is configured, so that a false claim can be refused.

    A local key or a token makes a valid signature that is not certified (UU ITE, PP 71/2019). A file that is
    signed elsewhere draws its own block.
    """
    if backend != "esign":
        return LOCAL_LABEL
    return CERTIFIED_LABEL if certified else SERVICE_LABEL
