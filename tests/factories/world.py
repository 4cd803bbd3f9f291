"""A small commune that works: a centre, a committee, a few people on their posts, two procedures."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.submission import PartyDraft, Submission
from motcua.casework.dossiers.services import intake, processes
from motcua.casework.dossiers.services.acts import Done
from motcua.casework.dossiers.vocabulary import PartyRole
from motcua.casework.procedures.rules.content import Content, Fee, Limit, Paper, Terms
from motcua.casework.procedures.services import offers, publishing
from motcua.casework.procedures.vocabulary import Channel, LimitUnit
from motcua.ground.kernel.actors import Actor, system
from motcua.people.agencies.queries import organisation as queries
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.people.identity import services as identity
from motcua.tools.workflow.rules.drawing import ActivityDraft, FlowDraft, ProcessDraft
from motcua.tools.workflow.vocabulary import Place

VN = ZoneInfo("Asia/Ho_Chi_Minh")
FOUNDED = datetime(2026, 1, 5, 8, 0, tzinfo=VN)
MORNING = datetime(2026, 11, 19, 9, 0, tzinfo=VN)
PASSWORD = "mật khẩu đủ dài để thử"
BIRTH, MARITAL = "9.000001", "9.000002"


@dataclass
class World:
    """What a test may name: agencies by id, people as actors, accounts by e-mail."""

    centre: int
    committee: int
    receptionist: Actor
    backup: Actor
    officer: Actor
    second_officer: Actor
    leader: Actor
    signer: Actor
    head: Actor
    stranger: Actor
    emails: dict[str, str] = field(default_factory=dict)


def process(key: str = "test-process") -> ProcessDraft:
    """Return a process of three steps: check, sign, return."""
    return ProcessDraft(
        key=key,
        name="Quy trình thử",
        activities=(
            ActivityDraft(
                key="check",
                name="Kiểm tra, dự thảo",
                place=Place.COMPETENT,
                role="handling_officer",
                share=Decimal("0.6"),
            ),
            ActivityDraft(key="sign", name="Ký kết quả", place=Place.COMPETENT, role="signer", share=Decimal("0.4")),
            ActivityDraft(
                key="return", name="Trả kết quả", place=Place.RECEIVING, role="one_stop_officer", share=Decimal(0)
            ),
        ),
        flows=(
            FlowDraft(source="check", target="sign", outcome="forward", label="Đạt, trình ký"),
            FlowDraft(source="sign", target="check", outcome="back", label="Trả lại để làm rõ"),
            FlowDraft(source="sign", target="return", outcome="sign", label="Ký, trả kết quả", effect="complete"),
            FlowDraft(source="return", target=None, outcome="hand-over", label="Trả kết quả", effect="return"),
        ),
    )


def content(name: str, limit: Limit, **more: object) -> Content:
    """Return the content of a procedure with two papers, one of them required."""
    fees = (Fee(amount_vnd=8000, per="bản"),)
    return Content(
        name=name,
        sector="Hộ tịch",
        terms=tuple(Terms(channel=channel, limit=limit, fees=fees) for channel in Channel),
        papers=(
            Paper(key="form", name="Tờ khai", originals=1),
            Paper(key="mandate", name="Giấy ủy quyền", originals=1, required=False),
            Paper(key="residence", name="Xác nhận cư trú", on_file=True),
        ),
        **more,
    )


def a_world() -> World:
    """Build the commune through the services, as of January 2026."""
    by = system("test")
    processes.publish(process(), at=FOUNDED)
    committee = organisation.found(
        "H99.24", "Ủy ban nhân dân xã Tân Hòa", AgencyKind.COMMUNE, by=by, at=FOUNDED, short_name="UBND xã Tân Hòa"
    )
    centre = organisation.found(
        "H99.24.01",
        "Trung tâm Phục vụ hành chính công xã Tân Hòa",
        AgencyKind.CENTRE,
        by=by,
        at=FOUNDED,
        short_name="TTPVHCC xã Tân Hòa",
        parent_id=committee,
        receives=True,
        address="12 đường Giữa Làng, thôn Đông",
        phone="02993123456",
    )
    for code, name, limit in (
        (BIRTH, "Đăng ký thử trong ngày", Limit(value=1, unit=LimitUnit.SAME_DAY)),
        (MARITAL, "Xác nhận thử năm ngày", Limit(value=5, unit=LimitUnit.WORKING_DAY)),
    ):
        publishing.publish_content(
            code,
            content(name, limit),
            source="test",
            decision_no="01/QĐ-TEST",
            decided_on=date(2026, 1, 2),
            valid_from=date(2026, 1, 5),
            by=by,
            at=FOUNDED,
        )
        offers.offer(
            code,
            agency_id=centre,
            competent_id=committee,
            process="test-process",
            valid_from=date(2026, 1, 5),
            by=by,
            at=FOUNDED,
        )
    world: dict[str, Actor] = {}
    emails: dict[str, str] = {}
    for who, name, agency, title, roles in (
        ("receptionist", "Mai Thị Thảo", centre, "Tiếp nhận, quầy 3", ["one_stop_officer"]),
        ("backup", "Lê Văn Dự", centre, "Dự phòng", ["backup_officer"]),
        ("head", "Phan Văn Đứng", centre, "Giám đốc Trung tâm", ["one_stop_head", "procedure_admin"]),
        ("officer", "Đoàn Thanh Tùng", committee, "Công chức tư pháp, hộ tịch", ["handling_officer"]),
        ("second_officer", "Lý Thị Quỳnh", committee, "Công chức hộ tịch 2", ["handling_officer"]),
        ("leader", "Trần Thị Hạnh", committee, "Trưởng phòng", ["unit_leader"]),
        ("signer", "Nguyễn Văn Hòa", committee, "Phó Chủ tịch", ["signer"]),
    ):
        world[who], emails[who] = an_officer(name, agency, title, roles, who)
    far = organisation.found("H99.77", "Ủy ban nhân dân xã Xa", AgencyKind.COMMUNE, by=by, at=FOUNDED)
    world["stranger"], emails["stranger"] = an_officer("Người Lạ", far, "Công chức", ["handling_officer"], "stranger")
    return World(centre=centre, committee=committee, emails=emails, **world)


def an_officer(name: str, agency: int, title: str, roles: list[str], mailbox: str) -> tuple[Actor, str]:
    """Open an account and a post, appoint, and return the actor and the e-mail address."""
    by, email = system("test"), f"{mailbox}@tanhoa.example"
    account = identity.open_account(email=email, name=name, password=PASSWORD, at=FOUNDED)
    post = organisation.open_post(agency, title, roles, by=by, at=FOUNDED)
    organisation.appoint(account, name, post, by=by, at=FOUNDED)
    (actor,) = queries.actors_of_account(account, on=MORNING.date())
    return actor, email


def a_submission(world: World, procedure: str = MARITAL, **party: object) -> Submission:
    """Return what a mother hands in at the counter, with all papers."""
    submitter = PartyDraft(
        **{"name": "Nguyễn Thị Ánh Nguyệt", "id_number": "036179004417", "phone": "0912345678", **party}
    )
    return Submission(
        procedure=procedure,
        agency_id=world.centre,
        channel=Channel.IN_PERSON,
        parties={PartyRole.SUBMITTER: submitter},
        papers={"form": Seen(key="form", originals=1)},
    )


def a_dossier(world: World, procedure: str = MARITAL, at: datetime = MORNING, **party: object) -> Done:
    """Receive a dossier at the counter."""
    return intake.accept(a_submission(world, procedure, **party), by=world.receptionist, at=at, key=uuid4().hex)
