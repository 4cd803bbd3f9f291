"""The environment, read once; a wrong value fails with a sentence."""

from pathlib import Path
from typing import Literal

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

_CHECKOUT = Path(__file__).resolve().parents[3]


class Environment(BaseSettings):
    """Every variable that changes how the house runs; `.env.example` lists them with a comment each."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", extra="ignore")

    env: Literal["development", "test", "production"] = "development"
    data: Path = _CHECKOUT / "var"
    secret_key: str = ""
    hosts: str = "*"
    origins: str = ""
    https: bool = False
    trusted_proxies: int = 0
    email_url: str = ""
    province: str = "tỉnh Minh Giang"
    portal: str = ""  # the portal's address as printed on papers, e.g. dichvucong.example.vn
    log_level: str = "INFO"


def read() -> Environment:
    """Return the environment, or leave with the sentence that says what to mend."""
    try:
        environment = Environment()
    except ValidationError as error:
        wrong = "; ".join(f"MOTCUA_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise SystemExit(f"Cannot read the environment: {wrong}.") from None
    if environment.env == "production" and not environment.secret_key:
        raise SystemExit("MOTCUA_SECRET_KEY is missing: production needs a long random value, kept secret.")
    return environment
