"""The closed lists of documents."""

from motcua.ground.kernel.vocabulary import Term


class MediaType(Term):
    """Loại tệp được nhận: what the content is, whatever the name says."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "ảnh JPG"
    PNG = "image/png", "ảnh PNG"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "văn bản Word (.docx)"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "bảng tính Excel (.xlsx)"
