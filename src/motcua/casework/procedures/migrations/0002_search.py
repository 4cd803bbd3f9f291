"""Search over the catalogue: extensions, one folding function, generated columns and their indexes.

The columns belong to the database alone: they follow from a version's name, sector and summary, so no service can forget
to fill them and no model carries them. The summary has its own because a content is long and lies outside the row. ``procedures_fold`` says what ``rules.words.fold`` says.
"""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

FUNCTION = r"""
CREATE FUNCTION procedures_fold(typed text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT regexp_replace(regexp_replace(btrim(regexp_replace(
           lower(public.unaccent('public.unaccent'::regdictionary, normalize(typed, NFC))),
           '[^0-9a-z]+', ' ', 'g')),
         '(?<![aeou])y\M', 'i', 'g'), '\mqui\M', 'quy', 'g')
$$
"""
COLUMNS = """
ALTER TABLE procedures_version
  ADD COLUMN search_name text GENERATED ALWAYS AS (procedures_fold(name)) STORED,
  ADD COLUMN search_summary text GENERATED ALWAYS AS (coalesce(content->>'summary', '')) STORED,
  ADD COLUMN search_words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('pg_catalog.simple'::regconfig, procedures_fold(name)), 'A') ||
    setweight(to_tsvector('pg_catalog.simple'::regconfig, procedures_fold(coalesce(content->>'summary', ''))), 'C') ||
    setweight(to_tsvector('pg_catalog.simple'::regconfig, procedures_fold(sector)), 'D')
  ) STORED
"""
INDEXES = (
    "CREATE INDEX version_search_words ON procedures_version USING gin (search_words) WITH (fastupdate = off)",
    "CREATE INDEX version_search_name ON procedures_version USING gin (search_name gin_trgm_ops) WITH (fastupdate = off)",
)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION procedures_fold(text)"),
        migrations.RunSQL(
            COLUMNS, "ALTER TABLE procedures_version DROP COLUMN search_words, DROP COLUMN search_name, DROP COLUMN search_summary"
        ),
        *(migrations.RunSQL(index, f"DROP INDEX {index.split()[2]}") for index in INDEXES),
    ]
