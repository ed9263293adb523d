from hotline.models.crowd import Crowd
from hotline.models.desk import (
    Campaign,
    CannedAnswer,
    CaseLink,
    ErasureRequest,
    Grading,
    HandOver,
    Notice,
)
from hotline.models.hub import Hub, ReceiptScheme
from hotline.models.message import Message, OriginalPart, SealedFile
from hotline.models.recipient import Keeper, Recipient, RecoveryOffer
from hotline.models.report import Report, ReportKey
from hotline.models.slot import Commitment, Slot

__all__ = [
    "Campaign",
    "CannedAnswer",
    "CaseLink",
    "Commitment",
    "Crowd",
    "ErasureRequest",
    "Grading",
    "HandOver",
    "Hub",
    "Keeper",
    "Message",
    "Notice",
    "OriginalPart",
    "ReceiptScheme",
    "Recipient",
    "RecoveryOffer",
    "Report",
    "ReportKey",
    "SealedFile",
    "Slot",
]
