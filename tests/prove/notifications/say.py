"""Say something to many people of an installation that runs: `python -m tests.prove.notifications.say FIRST LAST`."""

import os
import sys

import django


def main(first: int, last: int) -> None:
    """Say one thing to each number of the range, in one transaction a person."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.config.settings"
    django.setup()
    from motcua.ground.kernel import clock
    from motcua.ground.kernel.actors import system
    from motcua.ground.notifications.rules.messages import Recipient, Said
    from motcua.ground.notifications.services import sending
    from motcua.ground.notifications.vocabulary import Channel

    # the simulated gateway has a meaning for the first numbers
    for number in range(first, last):
        sending.send(
            Recipient(ref=f"party:{number}", phone=f"09{number + 100:08d}"),
            Said(kind="prove", title="Thử", text=f"Tin số {number}"),
            subject=f"dossier:{number}",
            channels=[Channel.SMS],
            by=system("prove"),
            at=clock.now(),
            key=f"prove:{number}",
        )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
