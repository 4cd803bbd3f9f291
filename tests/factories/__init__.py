"""Worlds for tests, built through the services, so that no test knows a world that cannot exist."""
