"""The environment, read once; a wrong value fails with a sentence."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

_CHECKOUT = Path(__file__).resolve().parents[3]
_SHORTEST_SECRET = 32


class Environment(BaseSettings):
    """Every variable that changes how the house runs; `.env.example` lists them with a comment each."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", extra="ignore")

    env: Literal["development", "test", "production"] = "development"
    front: Literal["", "portal", "office", "kiosk", "api"] = Field(default="", validation_alias="FRONT")
    data: Path = _CHECKOUT / "var"
    secret_key: str = ""
    hosts: str = "*"
    origins: str = ""
    https: bool = False
    trusted_proxies: int = 0
    email_url: str = ""
    email_from: str = ""
    sms_url: str = ""
    sms_account: str = ""
    sms_secret: str = ""
    sms_brand: str = ""
    sms_plain: bool = True
    province: str = ""
    portal: str = ""  # the portal's address as printed on papers, e.g. dichvucong.example.vn
    office: str = ""  # the office's address as it stands in letters to staff, e.g. https://mot-cua.example.vn
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


def read() -> Environment:
    """Return the environment, or leave with the sentence that says what to mend."""
    try:
        environment = Environment()
    except ValidationError as error:
        wrong = "; ".join(f"{_variable(str(fault['loc'][0]))}: {fault['msg']}" for fault in error.errors())
        raise SystemExit(f"Cannot read the environment: {wrong}.") from None
    if environment.env == "production" and not environment.secret_key:
        raise SystemExit("MOTCUA_SECRET_KEY is missing: production needs a long random value, kept secret.")
    if environment.env == "production" and len(environment.secret_key) < _SHORTEST_SECRET:
        raise SystemExit(f"MOTCUA_SECRET_KEY is guessable: give it at least {_SHORTEST_SECRET} random signs.")
    if environment.env == "production" and "*" in environment.hosts:
        raise SystemExit("MOTCUA_HOSTS is missing: production answers only to the names it is given.")
    return environment


def _variable(field: str) -> str:
    return field if field.isupper() else f"MOTCUA_{field.upper()}"
