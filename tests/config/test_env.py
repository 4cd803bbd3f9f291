"""The environment: what production does not start with."""

import pytest

from motcua.config import env


@pytest.mark.parametrize(("secret", "said"), [("", "is missing"), ("changeme", "guessable"), ("x" * 31, "guessable")])
def test_production_does_not_start_with_a_weak_secret(monkeypatch, secret, said):
    monkeypatch.setenv("MOTCUA_ENV", "production")
    monkeypatch.setenv("MOTCUA_SECRET_KEY", secret)
    with pytest.raises(SystemExit, match=said):
        env.read()


def test_production_starts_with_a_long_one(monkeypatch):
    monkeypatch.setenv("MOTCUA_ENV", "production")
    monkeypatch.setenv("MOTCUA_SECRET_KEY", "k7" * 16)
    assert env.read().env == "production"
