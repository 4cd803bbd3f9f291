"""The cache table as a counter: one statement counts a visit, so that limits hold across processes."""

from datetime import datetime, timedelta

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router


class CountingCache(DatabaseCache):
    """Django's database cache, with a counter that cannot lose a visit to a race."""

    def count(self, name: str, *, at: datetime, seconds: int) -> tuple[int, int]:
        """Count one visit to ``name``; return visits in its window and seconds until the window ends.

        A window opens with its first visit and lasts ``seconds``. Some windows long past are cleared on the way.
        """
        key, ends = self.make_and_validate_key(f"count:{name}"), at + timedelta(seconds=seconds)
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self.cache_model_class._meta.db_table)  # noqa: SLF001 - Django documents it
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH past AS (
                    DELETE FROM {table} WHERE cache_key IN (
                        SELECT cache_key FROM {table}
                        WHERE expires < %(at)s::timestamptz AND cache_key <> %(key)s LIMIT 10 FOR UPDATE SKIP LOCKED
                    )
                )
                INSERT INTO {table} AS kept (cache_key, value, expires) VALUES (%(key)s, '1', %(ends)s::timestamptz)
                ON CONFLICT (cache_key) DO UPDATE SET
                    value = CASE WHEN kept.expires <= %(at)s::timestamptz THEN '1'
                                 ELSE (kept.value::int + 1)::text END,
                    expires = CASE WHEN kept.expires <= %(at)s::timestamptz THEN EXCLUDED.expires ELSE kept.expires END
                RETURNING value::int, ceil(extract(epoch FROM expires - %(at)s::timestamptz))::int
                """,  # noqa: S608 - the table's name comes from the settings
                {"key": key, "at": at, "ends": ends},
            )
            visits, left = cursor.fetchone()
        return visits, max(left, 1)
