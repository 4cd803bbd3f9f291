"""XML as a tree of values, read with nothing that could reach out or blow up: no document type, no entity, bounded."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ...errors import NotBpmn

LARGEST = 2_000_000
MOST_ELEMENTS = 20_000
DEEPEST = 40


@dataclass(slots=True)
class Element:
    """An element. Names of elements and attributes are (namespace, local name); "" is no namespace."""

    name: tuple[str, str]
    attributes: dict[tuple[str, str], str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def get(self, name: str, space: str = "") -> str:
        """Return an attribute, "" where it is not there."""
        return self.attributes.get((space, name), "")

    def below(self, space: str, *names: str) -> Iterator["Element"]:
        """Yield the children of these names."""
        return (child for child in self.children if child.name[0] == space and child.name[1] in names)

    @property
    def said(self) -> str:
        """Return how a person finds it in the file, e.g. ``bpmn:task “Task_1”`` or a line."""
        ids = self.get("id") or self.get("bpmnElement")
        return f"{self.name[1]} “{ids}”" if ids else f"{self.name[1]} ở dòng {self.line}"


def parse(data: bytes) -> Element:
    """Return the root of a document.

    Raises  NotBpmn where it is no XML, too large or too deep, or declares a document type.
    """
    if len(data) > LARGEST:
        raise NotBpmn("Tệp lớn hơn 2 MB. Bỏ ảnh nhúng hoặc chia quy trình rồi nhập lại.")
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NotBpmn(f"Tệp không phải XML đúng cách (dòng {error.lineno}). Xuất lại từ công cụ vẽ.") from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise NotBpmn("Bảng mã của tệp không đọc được. Lưu tệp bằng UTF-8.") from error
    if builder.root is None:
        raise NotBpmn("Tệp trống. Chọn tệp BPMN khác.")
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype
        self.parser.buffer_text = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= DEEPEST:
            raise NotBpmn("Tệp có quá nhiều phần tử hoặc lồng quá sâu. Chia quy trình rồi nhập lại.")
        element = Element(
            name=_split(name),
            attributes={_split(key): value for key, value in attributes.items()},
            line=self.parser.CurrentLineNumber,
        )
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _name: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        if self.open:
            self.open[-1].text += text

    def doctype(self, *_: object) -> None:
        raise NotBpmn("Tệp khai báo kiểu tài liệu (DOCTYPE), không được nhận. Xuất lại từ công cụ vẽ.")


def _split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(" ")
    return space, local
