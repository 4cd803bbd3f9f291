# Who has told anything is kept for each competent agency: worked out from the journal and, of dossiers without one, from
# the records. Backwards the table is empty until the next rebuild.

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO indicators_sourcetold (source, competent_id, since)
SELECT source, competent_id, min(day) FROM (
    SELECT s.source, r.competent_id, min(CASE source WHEN 'ratings' THEN r.ended_on ELSE r.received_on END) AS day
    FROM indicators_dossierrecord r, unnest(r.counts) AS m(count)
    JOIN (VALUES (25, 'sync'), (26, 'payments'), (27, 'payments'), (28, 'payments'), (29, 'copies'), (30, 'copies'),
                 (31, 'copies'), (32, 'copies'), (34, 'copies'), (33, 'applicants'), (35, 'ratings'), (36, 'ratings'))
         AS s(count, source) USING (count)
    WHERE r.received_on IS NOT NULL GROUP BY 1, 2
    UNION ALL
    SELECT 'dossiers', competent_id, min(coalesce(received_on, ended_on)) FROM indicators_dossierrecord
    WHERE coalesce(received_on, ended_on) IS NOT NULL GROUP BY 2
    UNION ALL
    SELECT 'petitions', competent_id, min(received_on) FROM indicators_petitionrecord GROUP BY 2
    UNION ALL
    SELECT k.source, r.competent_id, min(CASE source WHEN 'ratings' THEN r.ended_on ELSE r.received_on END)
    FROM (VALUES ('fees-of', 'payments'), ('copies-of', 'copies'), ('sync-of', 'sync'), ('applicant-of', 'applicants'),
                 ('rating-of', 'ratings')) AS k(kind, source)
    JOIN outbox_entry e ON split_part(e.subject, ':', 1) = k.kind
    JOIN indicators_dossierrecord r ON r.dossier_id::text = split_part(e.subject, ':', 2)
    WHERE r.received_on IS NOT NULL GROUP BY 1, 2
) AS every WHERE day IS NOT NULL GROUP BY 1, 2
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0007_reports_are_signed_by_heads'),
        ('indicators', '0006_cells_of_all_by_competent'),
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(
            name='SourceTold',
        ),
        migrations.CreateModel(
            name='SourceTold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('dossiers', 'Hồ sơ'), ('catalogue', 'Danh mục thủ tục'), ('payments', 'Thanh toán'), ('copies', 'Số hóa'), ('sync', 'Đồng bộ với Cổng Dịch vụ công quốc gia'), ('applicants', 'Xác thực người nộp'), ('ratings', 'Đánh giá'), ('petitions', 'Phản ánh, kiến nghị')], max_length=12)),
                ('since', models.DateField()),
                ('competent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('competent', 'source'), name='source_told_once')],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
