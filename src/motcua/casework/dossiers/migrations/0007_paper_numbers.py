"""The number of each letter, counted through the year of its agency and form."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_appointments_ended_at_once'),
        ("dossiers", "0006_participations"),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('form', models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('refusal', 'Phiếu từ chối tiếp nhận, giải quyết hồ sơ'), ('apology', 'Phiếu xin lỗi và hẹn lại ngày trả kết quả'), ('stop', 'Thông báo dừng giải quyết hồ sơ'), ('control', 'Phiếu kiểm soát quá trình giải quyết hồ sơ'), ('register', 'Sổ theo dõi hồ sơ'), ('handover', 'Phiếu bàn giao hồ sơ'), ('label', 'Nhãn túi hồ sơ giấy'), ('result_receipt', 'Biên nhận trả kết quả'), ('withdrawal', 'Biên bản trả lại hồ sơ'), ('minutes', 'Biên bản thẩm tra, xác minh')], max_length=16)),
                ('serial', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=80)),
                ('about', models.BigIntegerField(default=0)),
                ('given_at', models.DateTimeField()),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('dossier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'year', 'form', 'serial'), name='paper_number_once'), models.UniqueConstraint(fields=('dossier', 'form', 'about'), name='paper_has_one_number'), models.CheckConstraint(condition=models.Q(('serial__gt', 0)), name='paper_number_from_one')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='papernumber',
            trigger=pgtrigger.compiler.Trigger(name='given_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='81ae35a347183d96ff64c3665cb6fcab2627083d', operation='UPDATE OR DELETE', pgid='pgtrigger_given_once_2f4be', table='dossiers_papernumber', when='BEFORE')),
        ),
    ]
