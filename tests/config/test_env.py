"""The environment: what production does not start with."""

import pytest

from motcua.config import env


@pytest.mark.parametrize(("secret", "said"), [("", "is missing"), ("changeme", "guessable"), ("x" * 31, "guessable")])
def test_production_does_not_start_with_a_weak_secret(monkeypatch, secret, said):
    monkeypatch.setenv("MOTCUA_ENV", "production")
    monkeypatch.setenv("MOTCUA_SECRET_KEY", secret)
    with pytest.raises(SystemExit, match=said):
        env.read()


def test_production_answers_only_to_names_it_is_given(monkeypatch):
    monkeypatch.setenv("MOTCUA_ENV", "production")
    monkeypatch.setenv("MOTCUA_SECRET_KEY", "k7" * 16)
    monkeypatch.delenv("MOTCUA_HOSTS", raising=False)
    with pytest.raises(SystemExit, match="MOTCUA_HOSTS"):
        env.read()
    monkeypatch.setenv("MOTCUA_HOSTS", "motcua.example.gov.vn")
    assert env.read().env == "production"
