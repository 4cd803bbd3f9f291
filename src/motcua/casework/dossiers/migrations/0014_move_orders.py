"""Whether a worker is at a move, for which order, in whose name; a move of many is foreseen by a worker as well."""

import django.db.models.deletion
import motcua.casework.dossiers.vocabulary.processes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0005_heads_sign_and_approve'),
        ('dossiers', '0013_results_to_collect'),
        ('workflow', '0004_sketches'),
    ]

    operations = [
        migrations.AddField(
            model_name='move',
            name='ordered_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.staff'),
        ),
        migrations.AddField(
            model_name='move',
            name='ordered_post',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.post'),
        ),
        migrations.AddField(
            model_name='move',
            name='turn',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='move',
            name='work',
            field=models.CharField(choices=[('idle', 'Không có việc nền'), ('working', 'Đang làm'), ('stopped', 'Có người dừng'), ('faulty', 'Hết lượt, còn hồ sơ gặp lỗi'), ('barred', 'Dừng, người bấm không còn quyền')], db_default='idle', default=motcua.casework.dossiers.vocabulary.processes.MoveWork['IDLE'], max_length=10),
        ),
        migrations.AddField(
            model_name='move',
            name='worked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='move',
            name='state',
            field=models.CharField(choices=[('looking', 'Đang xem trước'), ('planned', 'Đã xem trước, chưa chuyển'), ('running', 'Đang chuyển'), ('done', 'Đã chuyển xong'), ('undoing', 'Đang hoàn tác'), ('undone', 'Đã hoàn tác')], default=motcua.casework.dossiers.vocabulary.processes.MoveState['PLANNED'], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('work', motcua.casework.dossiers.vocabulary.processes.MoveWork['WORKING']), _negated=True), models.Q(('ordered_by__isnull', False), ('ordered_post__isnull', False), ('turn__gt', 0), ('worked_at__isnull', False)), _connector='OR'), name='move_at_work_says_in_whose_name'),
        ),
    ]
