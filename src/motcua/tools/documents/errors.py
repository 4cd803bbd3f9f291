"""Refusals of documents. Each sentence names the file and says what to do."""

from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound

ACCEPTED = "PDF, ảnh JPG hoặc PNG, Word (.docx), Excel (.xlsx)"


class FileRefused(Invalid):
    """A file cannot be taken; ``name`` is the cleaned name under which it was sent."""

    code = "file_refused"

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"Tệp “{name}” {sentence}")
        self.name = name


class EmptyFile(FileRefused):
    code = "file_empty"

    def __init__(self, name: str) -> None:
        super().__init__(name, "không có nội dung (0 byte). Mở tệp trên máy để kiểm tra rồi gửi lại.")


class TooLarge(FileRefused):
    code = "file_too_large"

    def __init__(self, name: str, limit_bytes: int) -> None:
        limit = limit_bytes // 2**20
        super().__init__(
            name, f"lớn hơn {limit}\u00a0MB. Giảm độ phân giải khi quét, hoặc chia thành nhiều tệp rồi gửi lại."
        )


class TypeNotAllowed(FileRefused):
    """The content is of a kind we do not take; ``advice`` says how to turn it into one that we do."""

    code = "file_type_not_allowed"

    def __init__(self, name: str, advice: str = "") -> None:
        super().__init__(name, advice or f"thuộc loại chưa nhận được. Gửi một trong các loại: {ACCEPTED}.")


class ContentMismatch(FileRefused):
    """The name claims a kind that the content is not."""

    code = "file_content_mismatch"

    def __init__(self, name: str, claimed: str) -> None:
        super().__init__(
            name, f"mang đuôi của {claimed} nhưng nội dung không phải. Mở tệp gốc, lưu lại đúng loại rồi gửi lại."
        )


class DamagedFile(FileRefused):
    code = "file_damaged"

    def __init__(self, name: str) -> None:
        super().__init__(name, "bị hỏng hoặc chưa tải lên hết. Mở tệp trên máy để kiểm tra, lưu lại rồi gửi lại.")


class ImageTooBig(FileRefused):
    code = "file_image_too_big"

    def __init__(self, name: str, limit_megapixels: int) -> None:
        super().__init__(
            name, f"có hơn {limit_megapixels} triệu điểm ảnh. Quét lại ở 300 điểm trên inch, hoặc chụp lại cỡ nhỏ hơn."
        )


class UnsafeFile(FileRefused):
    """The archive inside an Office file is locked, holds programs, or would swell when opened."""

    code = "file_unsafe"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, f"{why} Lưu lại thành tệp PDF rồi gửi lại.")


class DocumentNotFound(NotFound):
    code = "document_not_found"

    def __init__(self) -> None:
        super().__init__("Không có tài liệu này.")


class ReadingNotAllowed(NotAllowed):
    code = "document_reading_not_allowed"

    def __init__(self) -> None:
        super().__init__("Vị trí công tác này không được xem tài liệu. Liên hệ đơn vị đang giữ hồ sơ.")
