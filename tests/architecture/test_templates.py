import pytest
from django.template import engines

from .house import PACKAGE

TEMPLATES = sorted(
    (path.relative_to(folder).as_posix(), path)
    for folder in (PACKAGE / "doors" / "web").glob("*/templates")
    for path in folder.rglob("*.html")
)


@pytest.mark.parametrize(("name", "path"), TEMPLATES, ids=[name for name, _ in TEMPLATES])
def test_a_template_compiles(name, path):
    engines["jinja2"].env.get_template(name)


@pytest.mark.parametrize(("name", "path"), TEMPLATES, ids=[name for name, _ in TEMPLATES])
def test_a_template_carries_no_style_or_script_of_its_own(name, path):
    text = path.read_text(encoding="utf-8")
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<style" not in text
    assert "<script>" not in text
