import json
import zlib

from django.db import migrations, models


def pack(apps, schema_editor):
    """Keep each instance as the canonical text that its hash was made of."""

    rounds = apps.get_model("matchmaking", "MatchingRound").objects
    for pk, instance in rounds.exclude(instance={}).values_list("pk", "instance").iterator(chunk_size=1):
        text = json.dumps(instance, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        rounds.filter(pk=pk).update(packed_instance=zlib.compress(text.encode(), 1))


class Migration(migrations.Migration):

    dependencies = [("matchmaking", "0005_waves")]

    operations = [
        migrations.AddField(
            model_name="matchinground",
            name="packed_instance",
            field=models.BinaryField(default=b"", help_text="The pairing-instance/1 text, by zlib."),
        ),
        migrations.RunPython(pack),
        migrations.RemoveField(model_name="matchinground", name="instance"),
        migrations.AddField(
            model_name="matchinground",
            name="attempt",
            field=models.PositiveIntegerField(default=0, help_text="How often its computation was begun."),
        ),
        migrations.AddField(
            model_name="matchinground",
            name="progress",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "waiting for its turn"),
                    (1, "reading the pool"),
                    (2, "laying out people and rules"),
                    (3, "finding the best matching"),
                    (4, "finding the reasons and the next best"),
                    (5, "storing the round"),
                ],
                default=0,
            ),
        ),
    ]
